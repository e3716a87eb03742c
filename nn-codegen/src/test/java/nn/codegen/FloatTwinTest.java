package nn.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import nn.codegen.GenerateSources.CannotGenerateException;
import nn.codegen.GenerateSources.FloatTwin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatTwinTest {

  private static String translate(String text) {
    return FloatTwin.translate("DoubleX.java", text, Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "double[] a = tensor.doubles();|float[] a = tensor.floats();",
        "DoubleVector.SPECIES_PREFERRED|FloatVector.SPECIES_PREFERRED",
        "VectorSpecies<Double> DOUBLES|VectorSpecies<Float> FLOATS",
        "Exponential64.exp(x, INT64_MAX)|Exponential32.exp(x, INT64_MAX)",
        "dtype == DType.FLOAT64|dtype == DType.FLOAT32",
        "Double.NEGATIVE_INFINITY|Float.NEGATIVE_INFINITY",
        "/** In FLOAT64, {@code +0.0}. */|/** In FLOAT32, {@code +0.0}. */",
        "// 512 doubles, 0.5|// 512 floats, 0.5",
        "`\"a double of 1.0 \\\" 2.0\"`|`\"a float of 1.0 \\\" 2.0\"`",
        "'\"' + 1.0 + '\\''|'\"' + 1.0f + '\\''",
        "Math.fma(a[i], b[0], 0.0)|Math.fma(a[i], b[0], 0.0f)",
        "long work = (long) m * n;|long work = (long) m * n;",
      })
  void changesWordsAndLeavesTheRest(String text, String inFloat) {
    assertEquals(inFloat, translate(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 0.0f",
    "-1.5, -1.5f",
    "1., 1.f",
    ".5, .5f",
    "1e-3, 1e-3f",
    "1E+3, 1E+3f",
    "2d, 2f",
    "1.0D, 1.0f",
    "0x1p-3, 0x1p-3f",
    "0x1.8P+1, 0x1.8P+1f",
    "1_000.5, 1_000.5f",
    "0.1, 0.1f",
    "17, 17",
    "1_000L, 1_000L",
    "0xd, 0xd",
    "0x1e5f, 0x1e5f",
    "0b101, 0b101",
    "07, 07",
  })
  void literalsOfDoublesBecomeThoseOfFloats(String number, String inFloat) {
    assertEquals(inFloat, translate(number));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "long bits = Double.doubleToRawLongBits(x);|Double.doubleToRawLongBits has no counterpart for floats",
        "Double.longBitsToDouble(bits)|Double.longBitsToDouble has no counterpart for floats",
        "LongVector bits = x.reinterpretAsLongs();|LongVector has no counterpart for floats",
        "x.reinterpretAsLongs()|x.reinterpretAsLongs has no counterpart for floats",
        "VectorSpecies<Long> LONGS|Long has no counterpart for floats",
        "x.convertShape(D2F, SPECIES, 0)|D2F has no counterpart for floats",
        "random.nextDouble()|random.nextDouble has no counterpart for floats",
        "import java.util.function.DoubleUnaryOperator;|java.util.function.DoubleUnaryOperator has no counterpart for floats",
        "y += Math.exp(x);|Math.exp computes doubles",
        "import static java.lang.Math.sqrt;|java.lang.Math.sqrt computes doubles",
        "Math.round(x)|Math.round computes doubles",
        "float[] narrow = new float[3];|float is for floats already",
        "x.floatValue()|x.floatValue is for floats already",
        "1.5f|1.5f is a float already",
        "1e300|1e300 is out of the range of floats",
        "1e-300|1e-300 is out of the range of floats",
        "0x1.62e42fefa39efp-1|0x1.62e42fefa39efp-1 has more digits than a float",
      })
  void refusesWhatWouldMeanSomethingElse(String text, String objection) {
    var refused =
        assertThrows(CannotGenerateException.class, () -> translate("/*\n\n*/ " + text + "\n"));
    assertEquals("DoubleX.java:3: " + objection, refused.getMessage());
  }

  @Test
  void aSourceWithoutTheFirstLineHasNoTwin() {
    assertEquals(Map.of(), FloatTwin.of("DoubleX.java", "package a;\nclass DoubleX {}\n"));
  }

  @Test
  void aTwinSaysWhereItIsFrom() {
    String source =
        """
        // GenerateSources writes its twin FloatX, with sgemm for dgemm and FDRM for DDRM.
        package a;
        class DoubleX { double x = Ops_DDRM.dgemm(1.0); }
        """;
    String twin =
        """
        // Generated from DoubleX.java by GenerateSources; edit that file.
        package a;
        class FloatX { float x = Ops_FDRM.sgemm(1.0f); }
        """;
    assertEquals(Map.of("FloatX", twin), FloatTwin.of("DoubleX.java", source));
  }

  @ParameterizedTest
  @CsvSource({
    "// GenerateSources writes its twin FloatY.",
    "// GenerateSources makes FloatX of this file.",
    "// GenerateSources"
  })
  void aFirstLineThatIsWrongIsRefused(String line) {
    var refused =
        assertThrows(
            CannotGenerateException.class,
            () -> FloatTwin.of("DoubleX.java", line + "\nclass X {}"));
    assertEquals(
        "DoubleX.java:1: is not like // GenerateSources writes its twin FloatX.",
        refused.getMessage());
  }
}
