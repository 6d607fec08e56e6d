/**
 * One map for an asset: {@link io.treadmill.jobs.asset.AssetJob} sums the maps of its instruments,
 * each with its share of the totals that its law was fitted to ({@code AssetShares}), on the price
 * of a reference instrument ({@code AssetMapFunction}), and holds what they predicted together
 * against the totals of the asset ({@code AssetScoreFunction}).
 */
package io.treadmill.jobs.asset;
