package nn.tck.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MutatorTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  /** The statement of a method that is mutated, in each of its mutants of an operator. */
  private static Set<String> mutants(Operator operator, String statement) {
    String before = "class A { int f(double[] a, double[] out, int n, double s) { ";
    return mutantsOf(operator, before, statement, " } }");
  }

  private static Set<String> mutantsOf(
      Operator operator, String before, String mutated, String after) {
    String source = before + mutated + after;
    return Mutator.mutants("A.java", source, 1).stream()
        .filter(mutant -> mutant.operator() == operator)
        .map(mutant -> mutant.apply(source))
        .filter(text -> text.startsWith(before) && text.endsWith(after))
        .map(text -> text.substring(before.length(), text.length() - after.length()))
        .collect(Collectors.toSet());
  }

  private static void assertHas(Operator operator, String statement, String... expected) {
    Set<String> mutants = mutants(operator, statement);
    assertTrue(mutants.containsAll(Arrays.asList(expected)), () -> "only " + mutants);
  }

  @Test
  void boundariesAndNegations() {
    assertEquals(Set.of("if (n <= 3) {}"), mutants(Operator.BOUNDARY, "if (n < 3) {}"));
    assertEquals(Set.of("if (n >= 3) {}"), mutants(Operator.NEGATION, "if (n < 3) {}"));
    assertEquals(Set.of("if (!(a.is())) {}"), mutants(Operator.NEGATION, "if (a.is()) {}"));
    assertHas(
        Operator.BOUNDARY,
        "x.compare(LT, y);",
        "x.compare(jdk.incubator.vector.VectorOperators.LE, y);");
  }

  @Test
  void arithmetic() {
    assertEquals(Set.of("n = n - 1;"), mutants(Operator.ARITHMETIC, "n = n + 1;"));
    assertEquals(Set.of("n /= 2;"), mutants(Operator.ARITHMETIC, "n *= 2;"));
    assertEquals(Set.of("z = x.sub(y);"), mutants(Operator.ARITHMETIC, "z = x.add(y);"));
    assertEquals(Set.of(), mutants(Operator.ARITHMETIC, "String t = \"a\" + n;"));
  }

  @Test
  void constantsAndBoundsOffByOne() {
    assertEquals(Set.of("n = (7 + 1);", "n = (7 - 1);"), mutants(Operator.OFF_BY_ONE, "n = 7;"));
    assertHas(
        Operator.OFF_BY_ONE,
        "for (int i = n; i < s; i++) {}",
        "for (int i = n; i < (s) - 1; i++) {}",
        "for (int i = n; i < (s) + 1; i++) {}");
  }

  @Test
  void removalsAndReturns() {
    assertEquals(Set.of("{}"), mutants(Operator.REMOVAL, "out[n] = s;"));
    assertEquals(Set.of("return 0;"), mutants(Operator.RETURN, "return n;"));
    String boolBefore = "class A { boolean f(int n) { ";
    assertEquals(
        Set.of("return true;", "return false;"),
        mutantsOf(Operator.RETURN, boolBefore, "return n == 1;", " } }"));
  }

  @Test
  void gatesByAnExtentFromTheSeed() {
    Set<String> mutants = mutants(Operator.EXTENT, "out[n] = s;");
    assertTrue(
        mutants.stream().anyMatch(m -> m.matches("out\\[n] = \\(n >= \\d+ \\? -\\(s\\) : s\\);")),
        mutants::toString);
    assertTrue(
        mutants.stream()
            .anyMatch(
                m ->
                    m.matches(
                        "out\\[\\(a.length >= \\d+ \\? Math.max\\(0, \\(n\\) - 1\\) : n\\)] = s;")),
        mutants::toString);
  }

  @Test
  void thresholdsLieInTheirRangeAndDifferWithTheSeed() {
    Set<String> ids = new HashSet<>();
    String source = "class A { void f(double[] out, int n, double s) { out[n] = s; } }";
    for (long seed = 1; seed <= 200; seed++) {
      for (Mutant mutant : Mutator.mutants("A.java", source, seed)) {
        if (mutant.operator() == Operator.EXTENT) {
          int threshold = Integer.parseInt(mutant.id().replaceFirst(".*@", ""));
          assertTrue(threshold >= 8 && threshold <= 10_000, mutant::id);
          ids.add(mutant.id());
        }
      }
    }
    assertTrue(ids.size() > 400, () -> ids.size() + " ids of four places and 200 seeds");
  }

  @Test
  void gatesByAThreadOrAValue() {
    assertTrue(
        mutants(Operator.THREAD, "out[n] = s;").stream()
            .anyMatch(m -> m.contains("currentThread().getName().endsWith(\"-")));
    assertHas(
        Operator.VALUE,
        "out[n] = s;",
        "out[n] = ((s) != (s) ? 0.0 : s);",
        "out[n] = ((s) == 0 ? 0.0 : s);",
        "out[n] = (Math.abs(s) < Double.MIN_NORMAL ? 0.0 * (s) : s);");
  }

  @Test
  void sharesWorkingSpace() {
    String field = "final double[] scratch = new double[3];";
    assertEquals(
        Set.of("final static double[] scratch = new double[3];"),
        mutantsOf(Operator.SHARED_SCRATCH, "class A { ", field, " }"));
    String local = "class A {\n void f(int n) { double[] x = new double[n]; }\n}";
    Mutant shared = only(local, Operator.SHARED_SCRATCH);
    assertTrue(shared.apply(local).contains("private static double[] mutantShared"));
    assertTrue(shared.apply(local).contains("double[] x = (mutantShared.length == (n) ?"));
    String perThread =
        "class A { ThreadLocal<B> b = ThreadLocal.withInitial(B::new); void f() {} }";
    assertTrue(
        only(perThread, Operator.SHARED_SCRATCH)
            .apply(perThread)
            .contains("@Override protected B initialValue() { return one; }"));
  }

  @Test
  void believesAStaleBuffer() {
    String source = "class A { void f(double[] a, int n) { fill(a, n); } }";
    assertTrue(
        only(source, Operator.STALE_CACHE)
            .apply(source)
            .contains("if (!java.util.Arrays.<Object>asList(a, n).equals(mutantSeen))"));
  }

  private static Mutant only(String source, Operator operator) {
    List<Mutant> mutants =
        Mutator.mutants("A.java", source, 1).stream()
            .filter(mutant -> mutant.operator() == operator)
            .toList();
    assertEquals(1, mutants.size());
    return mutants.get(0);
  }

  @Test
  void sumsInAnotherOrder() {
    assertHas(Operator.REASSOCIATION, "s += a[0] * a[1];", "s = Math.fma(a[0], a[1], s);");
    assertHas(Operator.REASSOCIATION, "z = x.mul(y).add(v);", "z = x.fma(y, v);");
    assertHas(Operator.REASSOCIATION, "z = x.fma(y, v);", "z = x.mul(y).add(v);");
    assertHas(
        Operator.REASSOCIATION,
        "for (int i = 0; i < n; i++) { s += a[i]; }",
        "for (int i = (n) - 1; i >= 0; i--) { s += a[i]; }",
        "double mutantOther = 0; boolean mutantTurn = false;"
            + " for (int i = 0; i < n; i++) { mutantTurn = !mutantTurn;"
            + " if (mutantTurn) { s += a[i]; } else { mutantOther += a[i]; } } s += mutantOther;");
  }

  @Test
  void theIdStaysWhereOtherCodeChanges() {
    String source = "class A {\n void f(int n) {\n  if (n < 3) {}\n }\n}";
    String longer =
        "class A {\n // more\n void g(int n) {\n  if (n < 3) {}\n }\n"
            + " void f(int n) {\n  n = 2;\n  if (n < 4) {}\n  if (n < 3) {}\n }\n}";
    Set<String> ids =
        Mutator.mutants("A.java", longer, 1).stream().map(Mutant::id).collect(Collectors.toSet());
    for (Mutant mutant : Mutator.mutants("A.java", source, 1)) {
      assertTrue(ids.contains(mutant.id()), mutant::id);
    }
  }

  @Test
  void mutatesATemplateAndTheValuesOfItsHead() {
    String template =
        """
        //% class DoubleA
        //%   most = 2
        //%   step = a$i.mul(b).add(s$i)
        final class $class {
          //% for w v in 8 $most, 4 1
          static void sum$w_$v(double[] c, int n) {
            //% when $v = 1
            n++;
            //% end
            c[n] = 1.0;
          }
          //% end
        }
        """;
    List<String> mutants =
        Mutator.mutants("A.template", template, 1).stream()
            .map(mutant -> mutant.apply(template))
            .toList();
    assertTrue(mutants.stream().anyMatch(m -> m.contains("step = a$i.fma(b, s$i)")));
    assertTrue(mutants.stream().anyMatch(m -> m.contains("step = a$i.mul(b).sub(s$i)")));
    for (String name : List.of("v", "w")) {
      String gate = "(?s).*c\\[n] = \\(\\$" + name + " == \\d \\?.*";
      assertTrue(mutants.stream().anyMatch(m -> m.matches(gate)), name);
    }
  }

  @Test
  void everyOperatorHasMutantsOfTheVectorBackend() throws Exception {
    List<Mutant> mutants = Subject.VECTOR.mutants(REPOSITORY, 1);
    Set<Operator> operators =
        mutants.stream()
            .map(Mutant::operator)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Operator.class)));
    assertEquals(EnumSet.allOf(Operator.class), operators);
    assertEquals(mutants.size(), mutants.stream().map(Mutant::id).distinct().count());
  }
}
