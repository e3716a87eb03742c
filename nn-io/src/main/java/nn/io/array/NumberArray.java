package nn.io.array;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import nn.api.Message;

/**
 * Numbers in some dimensions, as a file holds them: a view of its bytes, which decodes an element
 * when it is asked for. So reading a file takes no more memory than the file. Elements are counted
 * in row-major order, the last dimension running fastest, however they lie in the file. Immutable.
 *
 * <p>A number is given as a {@code double}: exact for every type but integers of 64 bits, which are
 * rounded to the nearest.
 */
public final class NumberArray {
  private final ElementType type;
  private final List<Integer> shape;
  private final ByteBuffer bytes; // only read, and only at absolute positions
  private final int first; // element in the bytes
  private final int[] strides; // of each dimension, in elements
  private final int size;
  private final int width; // of a record
  private final boolean contiguous;

  private NumberArray(
      ElementType type, List<Integer> shape, ByteBuffer bytes, int first, int[] strides) {
    this.type = type;
    this.shape = List.copyOf(shape);
    this.bytes = bytes;
    this.first = first;
    this.strides = strides;
    size = size(shape);
    width = shape.isEmpty() ? 1 : size(shape.subList(1, shape.size()));
    contiguous = List.of(boxed(strides)).equals(List.of(boxed(rowMajor(shape))));
  }

  /**
   * A view of bytes whose elements lie in row-major order.
   *
   * @param shape one extent for each dimension; none for a single number
   * @param bytes exactly the elements, from its position to its limit, in its byte order; not to be
   *     changed any more
   * @throws IllegalArgumentException if an extent is negative, or the bytes are too few or too many
   */
  public static NumberArray of(ElementType type, List<Integer> shape, ByteBuffer bytes) {
    requireExtents(shape);
    if (bytes.remaining() != (long) size(shape) * type.bytes()) {
      throw new IllegalArgumentException(
          Message.of(
              "array: the bytes must hold the elements: shape %s of %s, %d bytes",
              shape, type, bytes.remaining()));
    }
    return strided(type, shape, bytes, 0, rowMajor(shape));
  }

  /**
   * A view of bytes whose elements lie anywhere in them.
   *
   * @param shape one extent for each dimension
   * @param bytes from its position to its limit, in its byte order; not to be changed any more
   * @param first the element in the bytes that is the array's first
   * @param strides for each dimension, how many elements further the next one lies; copied
   * @throws IllegalArgumentException if a number is negative, or an element is not in the bytes
   */
  public static NumberArray strided(
      ElementType type, List<Integer> shape, ByteBuffer bytes, int first, int... strides) {
    requireExtents(shape);
    long last = first;
    boolean negative = first < 0 || strides.length != shape.size();
    for (int d = 0; d < strides.length && !negative; d++) {
      negative = strides[d] < 0;
      last += Math.max(0, shape.get(d) - 1L) * strides[d];
    }
    if (negative || (size(shape) > 0 && last >= bytes.remaining() / type.bytes())) {
      throw new IllegalArgumentException(
          Message.of(
              "array: elements must be in the bytes: shape %s of %s, strides %s, first %d, %d bytes",
              shape, type, List.of(boxed(strides)), first, bytes.remaining()));
    }
    ByteBuffer own = bytes.slice().order(bytes.order());
    return new NumberArray(type, shape, own, first, strides.clone());
  }

  /**
   * An array of doubles.
   *
   * @param values in row-major order; copied
   * @param shape one extent for each dimension
   * @throws IllegalArgumentException if the values do not fill the shape
   */
  public static NumberArray ofDoubles(double[] values, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES));
    bytes.asDoubleBuffer().put(values);
    return of(ElementType.F64, List.of(boxed(shape)), bytes);
  }

  private static void requireExtents(List<Integer> shape) {
    if (elements(shape.stream().mapToLong(Integer::longValue).toArray()) < 0) {
      throw new IllegalArgumentException(
          "array: extents must be at least 0, and their product below 2^31: " + shape);
    }
  }

  /**
   * The product of extents; −1 if one is negative, or the product of those above 0 is above 2³¹−1,
   * so that strides can be computed, too.
   */
  static int elements(long... extents) {
    long product = 1;
    boolean empty = false;
    for (long extent : extents) {
      if (extent < 0 || extent > Integer.MAX_VALUE) {
        return -1;
      }
      empty |= extent == 0;
      product *= Math.max(1, extent);
      if (product > Integer.MAX_VALUE) {
        return -1;
      }
    }
    return empty ? 0 : (int) product;
  }

  private static int size(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  private static int[] rowMajor(List<Integer> shape) {
    int[] strides = new int[shape.size()];
    int stride = 1;
    for (int d = strides.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= shape.get(d);
    }
    return strides;
  }

  private static Integer[] boxed(int[] values) {
    Integer[] boxed = new Integer[values.length];
    for (int i = 0; i < values.length; i++) {
      boxed[i] = values[i];
    }
    return boxed;
  }

  /** What the elements are. */
  public ElementType type() {
    return type;
  }

  /** One extent for each dimension; empty for a single number. */
  public List<Integer> shape() {
    return shape;
  }

  /** The number of elements: the product of the extents. */
  public int size() {
    return size;
  }

  /**
   * An element, in row-major order.
   *
   * @throws IndexOutOfBoundsException if there is none of this index
   */
  public double get(int index) {
    Objects.checkIndex(index, size);
    int element = contiguous ? first + index : element(index);
    return type.get(bytes, element * type.bytes());
  }

  private int element(int index) {
    int element = first;
    int rest = index;
    for (int d = strides.length - 1; d >= 0; d--) {
      element += rest % shape.get(d) * strides[d];
      rest /= shape.get(d);
    }
    return element;
  }

  /** The number of records: the first extent; 1 for a single number. */
  public int records() {
    return shape.isEmpty() ? 1 : shape.get(0);
  }

  /** The numbers of one record: the product of all extents but the first. */
  public int width() {
    return width;
  }

  /**
   * A number of a record.
   *
   * @param i of {@link #width()} numbers
   * @throws IndexOutOfBoundsException if there is no such record or number
   */
  public double get(int record, int i) {
    return get(Objects.checkIndex(record, records()) * width + Objects.checkIndex(i, width));
  }

  /** All elements in row-major order, in a new array: eight bytes for each. */
  public double[] toDoubles() {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = get(i);
    }
    return values;
  }

  /** Appends all elements in row-major order to bytes, in the order of those. */
  void putTo(ByteBuffer target) {
    int each = type.bytes();
    boolean sameOrder = bytes.order() == target.order();
    if (contiguous && sameOrder) {
      target.put(target.position(), bytes, first * each, size * each);
      target.position(target.position() + size * each);
      return;
    }
    for (int i = 0; i < size; i++) {
      int from = (contiguous ? first + i : element(i)) * each;
      for (int b = 0; b < each; b++) {
        target.put(bytes.get(sameOrder ? from + b : from + each - 1 - b));
      }
    }
  }

  /** The same elements with the dimensions in reverse order; a view. */
  public NumberArray transposed() {
    List<Integer> reversed = new ArrayList<>(shape);
    Collections.reverse(reversed);
    int[] reversedStrides = new int[strides.length];
    for (int d = 0; d < strides.length; d++) {
      reversedStrides[d] = strides[strides.length - 1 - d];
    }
    return new NumberArray(type, reversed, bytes, first, reversedStrides);
  }

  /** For instance {@code F32[25, 2]}. */
  @Override
  public String toString() {
    return type + shape.toString();
  }
}
