package nn.tck.reference;

import java.util.stream.IntStream;

/**
 * Which elements of a large result are compared to the bit: its corners, rows and columns at the
 * edges of blocks, and 1,000 drawn.
 *
 * <p>Blocks have 8, 16, … 4,096 elements in a direction. Of each size these are the first edge, the
 * last one and one between, each with its neighbours; and each such row meets drawn columns at
 * edges and elsewhere, each such column likewise drawn rows.
 */
public final class Samples {
  private static final int DRAWN = 1000;
  private static final int LEAST_BLOCK = 8;
  private static final int LARGEST_BLOCK = 4096;

  /** How many elements are taken in each row and column at an edge. */
  private static final int IN_EACH = 4;

  private Samples() {}

  /** Indices into {@link Matrix#values}, ascending, each once. */
  public static int[] of(int rows, int columns, Generator random) {
    int[] rowEdges = edges(rows, random);
    int[] columnEdges = edges(columns, random);
    IntStream.Builder indices = IntStream.builder();
    for (int j : new int[] {0, columns - 1}) {
      indices.add(j * rows).add(j * rows + rows - 1);
    }
    for (int repeat = 0; repeat < IN_EACH; repeat++) {
      boolean atEdge = repeat % 2 == 0;
      for (int i : rowEdges) {
        indices.add((atEdge ? random.pick(columnEdges) : random.below(columns)) * rows + i);
      }
      for (int j : columnEdges) {
        indices.add(j * rows + (atEdge ? random.pick(rowEdges) : random.below(rows)));
      }
    }
    for (int drawn = 0; drawn < DRAWN; drawn++) {
      indices.add(random.below(columns) * rows + random.below(rows));
    }
    return indices.build().sorted().distinct().toArray();
  }

  /** The first and the last one, and those beside the edges of blocks. */
  static int[] edges(int extent, Generator random) {
    IntStream.Builder edges = IntStream.builder().add(0).add(extent - 1);
    for (int block = LEAST_BLOCK; block <= LARGEST_BLOCK && block <= extent; block *= 2) {
      int blocks = extent / block;
      for (int count : new int[] {1, random.between(1, blocks), blocks}) {
        for (int i = count * block - 1; i <= Math.min(count * block + 1, extent - 1); i++) {
          edges.add(i);
        }
      }
    }
    return edges.build().sorted().distinct().toArray();
  }
}
