package nn.bench;

import java.util.ArrayList;
import java.util.List;
import nn.api.DType;

/**
 * Of what kinds the work is that is measured.
 *
 * @param dtypes number types
 * @param forms products
 * @param shapes {@code N} for n x n x n, {@code MxNxK}, or {@code network} for those of the
 *     article's network
 * @param optimisers their kinds
 */
record Plan(List<DType> dtypes, List<Form> forms, List<String> shapes, List<String> optimisers) {

  Plan {
    dtypes = List.copyOf(dtypes);
    forms = List.copyOf(forms);
    shapes = List.copyOf(shapes);
    optimisers = List.copyOf(optimisers);
  }

  /**
   * The products.
   *
   * @throws IllegalArgumentException if a shape cannot be read
   */
  List<Product> products() {
    List<Product> products = new ArrayList<>();
    for (DType dtype : dtypes) {
      for (String shape : shapes) {
        if (shape.equals("network")) {
          Product.ofTraining(dtype, Article.RECORDS, Article.units()).stream()
              .filter(product -> forms.contains(product.form()))
              .forEach(products::add);
        } else {
          int[] extents = extents(shape);
          for (Form form : forms) {
            products.add(new Product(dtype, form, extents[0], extents[1], extents[2]));
          }
        }
      }
    }
    return products;
  }

  private static int[] extents(String shape) {
    String text = shape.matches("\\d+") ? shape + "x" + shape + "x" + shape : shape;
    if (!text.matches("[1-9]\\d{0,4}(x[1-9]\\d{0,4}){2}")) {
      throw new IllegalArgumentException(
          "shape '" + shape + "' is neither N, MxNxK (each from 1 to 99999) nor 'network'");
    }
    String[] extents = text.split("x", -1);
    return new int[] {
      Integer.parseInt(extents[0]), Integer.parseInt(extents[1]), Integer.parseInt(extents[2])
    };
  }
}
