/**
 * What one unit of a symbol is: the register of instruments. {@link
 * io.treadmill.market.contract.Contract} holds the facts of one symbol, {@link
 * io.treadmill.market.contract.VenueGrammars} read them off the symbols of a venue by dated rules,
 * and {@link io.treadmill.market.contract.Register} asks what was said by hand first, then imported
 * lists, then the rules. What none of them knows is refused, never guessed.
 */
package io.treadmill.market.contract;
