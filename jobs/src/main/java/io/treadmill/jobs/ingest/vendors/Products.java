package io.treadmill.jobs.ingest.vendors;

import io.treadmill.market.Product;
import java.util.Set;

/** The products that a part of a venue trades. */
final class Products {
  static final Set<Product> SPOT = Set.of(Product.SPOT);
  static final Set<Product> LINEAR = Set.of(Product.LINEAR_PERP, Product.LINEAR_FUTURE);
  static final Set<Product> INVERSE = Set.of(Product.INVERSE_PERP, Product.INVERSE_FUTURE);
  static final Set<Product> PERPETUAL = Set.of(Product.LINEAR_PERP, Product.INVERSE_PERP);
  static final Set<Product> DATED = Set.of(Product.LINEAR_FUTURE, Product.INVERSE_FUTURE);
  static final Set<Product> DERIVATIVE =
      Set.of(
          Product.LINEAR_PERP, Product.INVERSE_PERP, Product.LINEAR_FUTURE, Product.INVERSE_FUTURE);

  private Products() {}
}
