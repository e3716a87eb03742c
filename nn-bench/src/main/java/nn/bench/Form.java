package nn.bench;

import java.util.Arrays;

/** The three products of {@link nn.api.Backend}, by the names they have there. */
enum Form {
  /** {@code a · b}. */
  PLAIN("matmul"),
  /** {@code aᵀ · b}. */
  TRANS_A("matmulTransA"),
  /** {@code a · bᵀ}. */
  TRANS_B("matmulTransB");

  private final String kernel;

  Form(String kernel) {
    this.kernel = kernel;
  }

  /** The form with this kernel's name. */
  static Form parse(String kernel) {
    return Arrays.stream(values())
        .filter(form -> form.kernel.equals(kernel))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "form '"
                        + kernel
                        + "' is none of "
                        + String.join(", ", Arrays.stream(values()).map(Form::toString).toList())));
  }

  @Override
  public String toString() {
    return kernel;
  }
}
