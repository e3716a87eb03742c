package nn.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nn.api.DType;
import nn.bench.SliceWork.Setting;

/**
 * A work in which no build may be slower than another one.
 *
 * @param kind of the work
 * @param with backend, number type and threads
 * @param what of all works on a backend it is, as a slice's WHAT
 */
record GuardWork(SliceWork kind, Setting with, String what) {
  private static final String OPTIMISER = "gradient-descent";

  /** A minute's choice for each backend. */
  static List<GuardWork> few(List<String> backends, int threads) {
    List<GuardWork> works = new ArrayList<>();
    for (String backend : backends) {
      works.add(product(backend, threads, DType.FLOAT64, 64));
      works.add(product(backend, threads, DType.FLOAT32, 256));
      works.add(of(SliceWork.MOONS, backend, threads, DType.FLOAT64));
      works.add(of(SliceWork.IMAGES, backend, threads, DType.FLOAT32));
      works.add(of(SliceWork.PREDICT, backend, threads, DType.FLOAT64));
    }
    return works;
  }

  /** All, in both number types. */
  static List<GuardWork> all(List<String> backends, int threads) {
    List<GuardWork> works = new ArrayList<>();
    for (String backend : backends) {
      for (DType dtype : DType.values()) {
        for (int n : new int[] {16, 64, 256, 512}) {
          works.add(product(backend, threads, dtype, n));
        }
        for (SliceWork kind : List.of(SliceWork.MOONS, SliceWork.IMAGES, SliceWork.PREDICT)) {
          works.add(of(kind, backend, threads, dtype));
        }
      }
    }
    return works;
  }

  private static GuardWork product(String backend, int threads, DType dtype, int n) {
    return new GuardWork(
        SliceWork.PRODUCTS,
        new Setting(backend, dtype, threads, OPTIMISER),
        SliceWork.product(dtype, n));
  }

  private static GuardWork of(SliceWork kind, String backend, int threads, DType dtype) {
    return new GuardWork(kind, new Setting(backend, dtype, threads, OPTIMISER), dtype + " " + kind);
  }

  /** The work that a slice's WHAT asks for. */
  static GuardWork parse(String what, String backend, int threads) {
    String[] words = what.split(" ", -1);
    DType dtype = DType.valueOf(words[0]);
    SliceWork kind = words.length == 2 ? SliceWork.valueOf(words[1]) : SliceWork.PRODUCTS;
    return new GuardWork(kind, new Setting(backend, dtype, threads, OPTIMISER), what);
  }

  /** For people. */
  @Override
  public String toString() {
    String dtype = with.dtype().name().toLowerCase(Locale.ROOT);
    return with.backend()
        + ", "
        + switch (kind) {
          case MOONS -> dtype + " iteration of the article";
          case FASHION, IMAGES -> dtype + " steps on images";
          case PREDICT -> dtype + " prediction of a record";
          case PRODUCTS -> "product " + what;
        };
  }
}
