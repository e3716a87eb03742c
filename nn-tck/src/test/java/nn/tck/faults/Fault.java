package nn.tck.faults;

import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;

/**
 * A backend with one fault, written from docs/SPEC.md, docs/coverage-model.md and reports of faults
 * in libraries, without a look at the rules that are to find it.
 *
 * @param kind the class that lists it, without its ending, as {@code FifthCache}: set and kind
 * @param name what is wrong, in words, with {@code T} for the threshold
 * @param kernel the kernel or the part that is wrong
 * @param origin the report or the kind of code that the fault is taken from
 * @param tier the tier that the backend claims
 * @param dtype the number type in which it is wrong, the only one it offers
 * @param threshold from where on it is wrong
 * @param wrapper makes the wrong backend from a right one
 */
record Fault(
    String kind,
    String name,
    String kernel,
    String origin,
    Tier tier,
    DType dtype,
    Threshold threshold,
    Wrapper wrapper) {

  /** Makes a backend wrong. */
  interface Wrapper {
    Backend around(Backend right, int threshold);
  }

  /** A fault of a backend that claims naive's bits, in FLOAT64. */
  static Fault of(String kernel, String name, String origin, Threshold threshold, Wrapper wrapper) {
    return new Fault(
        "", name, kernel, origin, Tier.EXACT_SEPARATE, DType.FLOAT64, threshold, wrapper);
  }

  /** The same in FLOAT32. */
  Fault inFloats() {
    return new Fault(kind, name, kernel, origin, tier, DType.FLOAT32, threshold, wrapper);
  }

  /** The same of a backend that claims another tier. */
  Fault claiming(Tier other) {
    return new Fault(kind, name, kernel, origin, other, dtype, threshold, wrapper);
  }

  /** The same, listed by a class. */
  Fault ofKind(String listed) {
    return new Fault(listed, name, kernel, origin, tier, dtype, threshold, wrapper);
  }
}
