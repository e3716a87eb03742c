package nn.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import nn.codegen.GenerateSources.CannotGenerateException;
import nn.codegen.GenerateSources.Template;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private static final String HEADER =
      "// Generated from X.template by GenerateSources; edit that file.\n";

  private static Map<String, String> expand(String text) {
    return Template.expand("X.template", text);
  }

  private static String body(String text) {
    return expand("//% class X\n//% most = 2\n" + text)
        .getOrDefault("X", "")
        .substring(HEADER.length());
  }

  @Test
  void writesEachClassWithItsValuesAndItsTwin() {
    String template =
        """
        //% class DoubleX
        //%   sum = a.mul(b)
        //% class DoubleFusedX
        //%   sum = a.fma(b)
        class $class { double x = $sum; }
        """;
    assertEquals(
        Map.of(
            "DoubleX", HEADER + "class DoubleX { double x = a.mul(b); }\n",
            "FloatX", HEADER + "class FloatX { float x = a.mul(b); }\n",
            "DoubleFusedX", HEADER + "class DoubleFusedX { double x = a.fma(b); }\n",
            "FloatFusedX", HEADER + "class FloatFusedX { float x = a.fma(b); }\n"),
        expand(template));
  }

  @Test
  void loopsGoUpAndDownAndIntoEachOther() {
    String template =
        """
        //% for v = $most to 1
        void f$v() {
          //% for i = 0 to $v - 1
          a$i$v = b;
          //% end
        }
        //% end
        """;
    assertEquals(
        """
        void f2() {
          a02 = b;
          a12 = b;
        }
        void f1() {
          a01 = b;
        }
        """,
        body(template));
  }

  @Test
  void aLoopMayNameItsTurns() {
    String loop = "//% for w in $widths 2\nf($w)$[;|.]\n//% end\n";
    assertEquals("f(8);\nf(4);\nf(2).\n", body("//% widths = 8 4\n" + loop));
    assertEquals("", body("//% widths =\n//% for w in $widths\nf($w);\n//% end\n"));
    assertEquals("f(8);\n", body("//% for w in 8\nf($w)$[;|.]\n//% end\n"));
  }

  @Test
  void aLoopMayNameSeveralThingsInATurn() {
    String loop = "//% for w v in $tiles\nf($w, $v)$[;|.]\n//% end\n";
    assertEquals("f(8, 3);\nf(4, n).\n", body("//% tiles = 8 3, 4 n\n" + loop));
    assertEquals("", body("//% tiles =\n" + loop));
  }

  @Test
  void linesMayBeForOneValueOnly() {
    String template =
        """
        //% for q in 1 step
        //% when $q = step
        f()$[;|.]
        //% end
        //% when $q = 1
        //% for i = 0 to 1
        g($i);
        //% end
        //% end
        //% end
        """;
    assertEquals("g(0);\ng(1);\nf().\n", body(template));
  }

  @Test
  void indicesAreWrittenAsOneWritesThem() {
    assertEquals(
        "f(p);\nf(p + LANES);\nf(p + 2 * LANES);\n",
        body("//% for i = 0 to 2\nf(p + $i * LANES);\n//% end\n"));
  }

  @Test
  void theLastOfSeveralMayBeAnotherText() {
    String line = "f(p$[ + $i * LANES| + last]);\n//% end\n";
    assertEquals("f(p);\nf(p + LANES);\nf(p + last);\n", body("//% for i = 0 to 2\n" + line));
    assertEquals("f(p);\n", body("//% for i = 0 to 0\n" + line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f($other);|3: f($other);: $other is none of [class, most]",
        "//% for i = 0 to $most|3: //% for i = 0 to $most: has no end",
        "//% while|3: //% while: has no end",
        "//% for i = 0 to x\\n//% end|3: //% for i = 0 to x: x is no number",
        "//% for w v in 1 2 3\\n//% end|3: //% for w v in 1 2 3: has 3 values for 2 names",
        "//% when $i = 1\\n//% end|3: //% when $i = 1: $i is none of [class, most]",
        "//% repeat\\n//% end|3: //% repeat: is not like //% for i = 0 to 3",
      })
  void refusesWhatItDoesNotKnow(String text, String message) {
    var refused =
        assertThrows(CannotGenerateException.class, () -> body(text.replace("\\n", "\n")));
    assertEquals("X.template:" + message, refused.getMessage());
  }

  @Test
  void aTemplateNamesItsClasses() {
    var refused = assertThrows(CannotGenerateException.class, () -> expand("class X {}\n"));
    assertEquals("X.template:1: is not like //% class DoubleStrip", refused.getMessage());
  }
}
