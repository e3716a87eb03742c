package nn.tck.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nn.api.DType;
import nn.tck.reference.Generator;

/**
 * What differs from one call of a plug-in to the next: how many units or inputs there are, how many
 * records, and what numbers are in the operands.
 */
public final class PlugInModel {

  /** The most elements of an operand that is long in two directions. */
  public static final int ELEMENTS = 1 << 14;

  private static final int ELEMENTS_OF_PAIRS = 1 << 12;
  private static final int ELEMENTS_OF_FEW = 1 << 11;

  private static final ExtentClass[] EXTENTS = ExtentClass.values();
  private static final Data[] DATA = Data.values();

  private PlugInModel() {}

  /** Kinds of numbers. All are finite, and small enough for a sum of products. */
  public enum Data {
    /** Uniform between −1 and 1. */
    UNIFORM,
    /** Signs and exponents from −40 to 40. */
    EXPONENTS,
    /** Smaller than the least normal number. */
    SUBNORMAL,
    /** One number everywhere, which no power of two divides. */
    EQUAL,
    /** Close to each other and far from zero, where squares cancel. */
    OFFSET,
    /** Zeros of both signs. */
    ZEROS,
    /** Up to 10¹⁵ in FLOAT32 and 10¹⁰⁰ in FLOAT64, where squares do not overflow. */
    LARGE;

    private static final double OFFSET_OF_ALL = 1e4;

    /** The next number. */
    public double draw(Generator random, DType dtype) {
      double uniform = (float) random.uniform();
      return switch (this) {
        case UNIFORM -> uniform;
        case EXPONENTS -> Math.scalb(uniform, random.between(-40, 40));
        case SUBNORMAL -> dtype.round(uniform * dtype.minNormal());
        case EQUAL -> (float) (1.0 / 3);
        case OFFSET -> (float) (OFFSET_OF_ALL + uniform);
        case ZEROS -> uniform < 0 ? -0.0 : 0.0;
        case LARGE -> dtype.round(uniform * large(dtype));
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How large finite numbers are that must give finite numbers. */
  public static double large(DType dtype) {
    return dtype == DType.FLOAT64 ? 1e100 : 1e15;
  }

  /**
   * One case.
   *
   * @param units units of an activation or a cost, or inputs of a layer
   * @param records how many
   * @param data what is in the operands
   */
  public record Row(int units, int records, Data data) {

    /** The number of elements. */
    public int elements() {
      return units * records;
    }

    /** The same with other units, and fewer records if there are too many elements. */
    public Row ofUnits(int other) {
      return new Row(other, Math.max(1, Math.min(records, ELEMENTS / other)), data);
    }

    /** As a failure says it. */
    @Override
    public String toString() {
      return units + " units or inputs, " + records + " records, numbers: " + data;
    }
  }

  /** Rows in which each class of both extents, and each kind of data, occurs. */
  public static List<Row> rows(Generator random) {
    return rows(1, EXTENTS.length, ELEMENTS, random);
  }

  /**
   * The same, and then rows in which each two of extents' classes and kinds of data occur, as far
   * as 4,096 elements allow.
   */
  public static List<Row> pairs(Generator random) {
    List<Row> rows = new ArrayList<>(rows(random));
    rows.addAll(rows(2, EXTENTS.length, ELEMENTS_OF_PAIRS, random));
    return rows;
  }

  /** Rows in which each class up to 1,025, and each kind of data, occurs. */
  public static List<Row> few(Generator random) {
    return rows(1, List.of(EXTENTS).indexOf(ExtentClass.TO_1025) + 1, ELEMENTS_OF_FEW, random);
  }

  private static List<Row> rows(int strength, int extents, int limit, Generator random) {
    int[] levels = {extents, extents, DATA.length};
    List<Row> rows = new ArrayList<>();
    for (int[] row : CoveringArray.of(levels, strength, some -> fits(some, limit), random)) {
      rows.add(drawn(EXTENTS[row[0]], EXTENTS[row[1]], DATA[row[2]], limit, random));
    }
    return rows;
  }

  /** Whether the least extents fit; a long one may exceed the larger limit alone. */
  private static boolean fits(int[] row, int limit) {
    int units = least(row[0]);
    int records = least(row[1]);
    boolean alone = limit == ELEMENTS && (units == 1 || records == 1);
    return alone || units * records <= limit;
  }

  private static int least(int level) {
    return level == CoveringArray.OPEN ? 1 : EXTENTS[level].least();
  }

  private static Row drawn(
      ExtentClass unit, ExtentClass record, Data data, int limit, Generator random) {
    boolean one = unit == ExtentClass.ONE || record == ExtentClass.ONE;
    int most = one && limit == ELEMENTS ? Integer.MAX_VALUE : limit;
    int units = Math.min(unit.draw(random), most / record.least());
    int records = Math.min(record.draw(random), Math.max(record.least(), most / units));
    return new Row(units, records, data);
  }
}
