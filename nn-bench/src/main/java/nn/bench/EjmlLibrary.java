package nn.bench;

import java.util.ArrayList;
import java.util.List;
import nn.api.DType;
import org.ejml.concurrency.EjmlConcurrency;

/**
 * EJML's own calls. An operand's memory is to EJML the transposed of the operand, row after row, so
 * that operands are swapped: {@code C = A·B} is {@code Cᵀ = Bᵀ·Aᵀ}.
 */
final class EjmlLibrary implements RawLibrary {

  /** EJML's product that computes the transposed of nn's. */
  private static String product(Form form) {
    return switch (form) {
      case PLAIN -> "mult";
      case TRANS_A -> "multTransB";
      case TRANS_B -> "multTransA";
    };
  }

  @Override
  public String backend() {
    return "ejml";
  }

  @Override
  public List<String> forms(Product product, int threads) {
    String mult = product(product.form());
    List<String> forms = new ArrayList<>();
    forms.add(mult); // chooses by shape
    switch (product.form()) {
      case PLAIN -> forms.addAll(List.of("mult_small", "mult_reorder", "mult_aux"));
      case TRANS_A -> forms.add("transpose, mult");
      case TRANS_B ->
          forms.addAll(List.of("multTransA_small", "multTransA_reorder", "transpose, mult"));
    }
    forms.add("[block " + mult + "]");
    if (threads > 1) {
      forms.add("MT " + mult);
      forms.add("[MT block " + mult + "]");
    }
    return forms;
  }

  @Override
  public Contender open(String form, Product product, int threads) {
    EjmlConcurrency.setMaxThreads(threads);
    return product.dtype() == DType.FLOAT64
        ? new EjmlDoubles(form, product)
        : new EjmlFloats(form, product);
  }
}
