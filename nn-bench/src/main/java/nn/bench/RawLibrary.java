package nn.bench;

import java.util.List;

/**
 * A matrix library called without nn, on operands that lie in memory as an adapter has them: column
 * after column. Its forms are the calls by which its user could compute the product.
 */
interface RawLibrary {

  /** The name of the backend that adapts the library. */
  String backend();

  /**
   * The forms that there are for a product. One in brackets stores its operands in another way, or
   * sums in another order, than the backend may: it is shown, but the backend is not measured by
   * it.
   */
  List<String> forms(Product product, int threads);

  /** One of {@link #forms}, ready to run. */
  Contender open(String form, Product product, int threads);
}
