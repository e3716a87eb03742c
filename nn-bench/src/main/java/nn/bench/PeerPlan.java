package nn.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How programs are run.
 *
 * @param home the folder nn-bench/peers
 * @param python the interpreter
 * @param backends of nn
 * @param threads of nn's kernels, each in turn
 * @param sizes of square products
 * @param slices of each round
 * @param seconds of a slice
 * @param warmUp seconds before the first slice that counts, if the work's own are not wanted
 */
record PeerPlan(
    Path home,
    String python,
    List<String> backends,
    List<Integer> threads,
    List<Integer> sizes,
    int slices,
    double seconds,
    OptionalDouble warmUp) {

  PeerPlan {
    backends = List.copyOf(backends);
    threads = List.copyOf(threads);
    sizes = List.copyOf(sizes);
  }
}
