package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import nn.api.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.commandLine(new PrintWriter(out), new PrintWriter(err)).execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--shapes 0 | --shapes: shape '0' is neither N, MxNxK (each from 1 to 99999) nor 'network'",
        "--shapes 3x4 | --shapes: shape '3x4' is neither N, MxNxK (each from 1 to 99999) nor"
            + " 'network'",
        "--forms gemm | Invalid value for option '--forms' (FORM): form 'gemm' is none of matmul,"
            + " matmulTransA, matmulTransB",
        "--dtypes half | Invalid value for option '--dtypes' (TYPE): 'half' is neither float64 nor"
            + " float32",
        "--seconds 0 | --seconds must be above 0 and at most 60: 0.0",
        "--optimisers lion | --optimisers: there is none of them: lion",
        "--rounds 0 | --rounds must be at least 1: 0",
        "--threads 1,0 | --threads must be at least 1: 0",
        "--backends none | --backends: none of them can be measured; the backends seen are vector,"
            + " naive, ejml, naive-fma, nd4j, vector-fma",
        "guard | Missing required option: '--against=BUILD'",
        "guard --against x --backends ejml | --backends: none of them can be compared: ejml",
        "guard --against x --seconds 2 | --seconds must be above 0 and at most 1: 2.0",
        "guard --against x --pairs 0 | --pairs must be at least 1: 0",
        "guard --against x --threads 0 | --threads must be at least 1: 0",
        "guard --against x --warm-up -1 | --warm-up must be at least 0: -1.0",
        "guard --against x --backends naive --launches 3 | --launches: guard: launches must be at"
            + " least 14 for 14 works, or no loss could be shown: 3",
        "peers --slices 0 | --rounds and --slices must be at least 1: 3, 0",
        "peers --seconds 1.5 | --seconds must be above 0 and at most 1: 1.5",
        "peers --warm-up -1 | --warm-up must be at least 0: -1.0",
      })
  void wrongUseIsOneLineThatSaysWhatIsWrong(String arguments, String message) {
    assertEquals(2, run(arguments.split(" ", -1)));
    assertEquals("nn: " + message + "; see ./nn bench --help", err.toString().strip());
  }

  @Test
  void aBackendThatIsNotThereIsALine() {
    run("--backends", "third-party");
    assertTrue(
        out.toString()
            .startsWith("third-party: left out, as there is no such backend on the class path"),
        out.toString());
  }

  @Test
  void helpNamesEveryOption() {
    assertEquals(0, run("--help"));
    for (String option : List.of("--full", "--backends", "--shapes", "--out", "--rounds")) {
      assertTrue(out.toString().contains(option), option);
    }
  }

  @Test
  void shapesOfThePlan() {
    Plan plan =
        new Plan(
            List.of(DType.FLOAT32),
            List.of(Form.PLAIN, Form.TRANS_A),
            List.of("8", "2x3x4"),
            List.of());
    assertEquals(
        List.of(
            "float32 matmul 8x8x8",
            "float32 matmulTransA 8x8x8",
            "float32 matmul 2x3x4",
            "float32 matmulTransA 2x3x4"),
        plan.products().stream().map(Product::toString).toList());
  }

  /** Five layers: five products forward, five weight gradients, four input gradients. */
  @Test
  void productsOfTheArticlesNetwork() {
    Plan plan =
        new Plan(List.of(DType.FLOAT64), List.of(Form.values()), List.of("network"), List.of());
    assertEquals(14, plan.products().size());
  }
}
