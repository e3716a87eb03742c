package nn.tck.faults;

import nn.api.Tensor;

/**
 * One call of a kernel whose results are to be spoiled: its operands, the destinations last. Made
 * before the right kernel runs, so that an operand that is overwritten can still be read after it.
 */
final class Call {

  /** Makes the results of a call wrong. */
  interface Spoiler {
    void spoil(Call call, int t);
  }

  private final FaultyBackend backend;
  private final Cells[] operands;
  private final double[] former;

  private Call(FaultyBackend backend, double[] former, Tensor... tensors) {
    this.backend = backend;
    this.former = former;
    operands = new Cells[tensors.length];
    for (int o = 0; o < tensors.length; o++) {
      operands[o] = new Cells(backend, tensors[o]);
      readIfOverwritten(tensors, o);
    }
  }

  private void readIfOverwritten(Tensor[] tensors, int o) {
    for (int p = o + 1; p < tensors.length; p++) {
      if (tensors[p] == tensors[o]) {
        operands[o].values();
      }
    }
  }

  static Call of(FaultyBackend backend, Tensor... tensors) {
    return new Call(backend, new double[0], tensors);
  }

  /** A call that remembers what was in its last destination. */
  static Call withFormer(FaultyBackend backend, Tensor... tensors) {
    return new Call(backend, backend.values(tensors[tensors.length - 1]), tensors);
  }

  /** Spoils the results once the right kernel has run. */
  void spoil(Spoiler spoiler, int t) {
    spoiler.spoil(this, t);
    for (Cells operand : operands) {
      operand.store();
    }
  }

  Arithmetic math() {
    return new Arithmetic(backend.dtype());
  }

  FaultyBackend backend() {
    return backend;
  }

  Cells in(int o) {
    return operands[o];
  }

  int operands() {
    return operands.length;
  }

  /** The last destination. */
  Cells out() {
    return operands[operands.length - 1];
  }

  /** What the last destination held before. */
  double former(int e) {
    return former[e];
  }
}
