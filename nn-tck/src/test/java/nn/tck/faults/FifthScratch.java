package nn.tck.faults;

import nn.api.Tensor;

/** An array through which results pass on their way, with whoever else has it. */
final class FifthScratch {
  private volatile double[] numbers = {};

  /** At least so many numbers, the same ones while they are enough. */
  double[] room(int size) {
    double[] taken = numbers;
    if (taken.length < size) {
      taken = new double[size];
      numbers = taken;
    }
    return taken;
  }

  /** Takes a call's result into this array, and back when the call has been made once more. */
  void pass(CalledBackend backend, CalledBackend.Call call) {
    Tensor out = call.out();
    int size = FaultyBackend.size(out);
    double[] taken = room(size);
    System.arraycopy(backend.values(out), 0, taken, 0, size);
    call.right().run(); // results lie in the array meanwhile
    backend.set(out, taken);
  }
}
