package nn.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * How programs are run.
 *
 * @param home the folder nn-bench/peers
 * @param python the interpreter
 * @param backends of nn
 * @param threads of nn's kernels, each in turn
 * @param sizes of square products
 * @param iterations of the article's run
 * @param epochs of Fashion-MNIST
 */
record PeerPlan(
    Path home,
    String python,
    List<String> backends,
    List<Integer> threads,
    List<Integer> sizes,
    int iterations,
    int epochs) {

  PeerPlan {
    backends = List.copyOf(backends);
    threads = List.copyOf(threads);
    sizes = List.copyOf(sizes);
  }
}
