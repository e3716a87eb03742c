package nn.tck.mutants;

import static nn.tck.mutants.Mutator.THRESHOLD;
import static nn.tck.mutants.Operator.EXTENT;
import static nn.tck.mutants.Operator.THREAD;
import static nn.tck.mutants.Operator.VALUE;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;
import nn.tck.mutants.Mutant.Edit;
import org.jspecify.annotations.Nullable;

/** An index, a bound or a value that is wrong only for an extent, on a thread, or for a value. */
final class GatedFaults extends FaultScanner {
  private static final int LEAST_EXTENT = 8;
  private static final int MOST_EXTENT = 10_000;

  /** The suite opens backends with 17 threads at most. */
  private static final int MOST_WORKERS = 16;

  private static final int PLACES = 16;

  /** What never reaches a block of the product, or a stage's block, whatever the operands are. */
  private static final Map<String, Integer> AT_MOST = Map.of("depth", 256, "length", 256);

  /** Numbers of vectors, threads and the like: none is an extent. */
  private static final Set<String> NO_EXTENTS =
      Set.of("lanes", "most", "vectors", "count", "parts", "index", "step", "rows", "strip");

  /** A condition with {@link Mutator#THRESHOLD} in it, and from where its threshold is drawn. */
  private record Gate(String condition, int least, int most) {}

  GatedFaults(SourceText source) {
    super(source);
  }

  // ---- places

  @Override
  public @Nullable Void visitArrayAccess(ArrayAccessTree node, @Nullable Void nothing) {
    boolean placeholder = lastName(node.getExpression()).endsWith("$"); // $[usual|last]
    if (!placeholder && method() != null) {
      index(node.getIndex());
      Tree parent = getCurrentPath().getParentPath().getLeaf();
      boolean read =
          !(parent instanceof AssignmentTree to && to.getVariable() == node)
              && !(parent instanceof CompoundAssignmentTree by && by.getVariable() == node);
      if (read && isReal(node)) {
        value(node, elementType(node.getExpression()), source.text(node.getIndex()));
      }
    }
    return super.visitArrayAccess(node, null);
  }

  @Override
  public @Nullable Void visitAssignment(AssignmentTree node, @Nullable Void nothing) {
    if (node.getVariable() instanceof ArrayAccessTree to && isReal(to)) {
      ExpressionTree stored = node.getExpression();
      gated(stored, "-(" + source.text(stored) + ")");
      value(stored, elementType(to.getExpression()), source.text(to.getIndex()));
    }
    return super.visitAssignment(node, null);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void nothing) {
    ExpressionTree receiver = receiver(node);
    if (receiver != null && isCall(node, "fromArray", 3)) {
      index(node.getArguments().get(2));
      vector(node);
    } else if (receiver != null && isCall(node, "intoArray", 2)) {
      index(node.getArguments().get(1));
      gated(receiver, source.text(receiver) + ".neg()");
      vector(receiver);
    }
    return super.visitMethodInvocation(node, null);
  }

  @Override
  public @Nullable Void visitForLoop(ForLoopTree node, @Nullable Void nothing) {
    if (node.getCondition() instanceof BinaryTree condition
        && (condition.getKind() == Tree.Kind.LESS_THAN
            || condition.getKind() == Tree.Kind.LESS_THAN_EQUAL)) {
      ExpressionTree bound = condition.getRightOperand();
      gated(bound, "(" + source.text(bound) + ") - 1");
    }
    return super.visitForLoop(node, null);
  }

  /** The neighbour's index, as none before the first is quietly wrong. */
  private void index(ExpressionTree index) {
    gated(index, "Math.max(0, (" + source.text(index) + ") - 1)");
  }

  // ---- gates

  private void gated(ExpressionTree right, String wrong) {
    for (Gate gate : extents(source.start(right))) {
      fault(EXTENT, gate.least, gate.most, choice(right, gate.condition, wrong));
    }
    String worker =
        "Thread.currentThread().getClass() != Thread.class"
            + " && Thread.currentThread().getName().endsWith(\"-"
            + THRESHOLD
            + "\")";
    fault(THREAD, 1, MOST_WORKERS, choice(right, worker, wrong));
    Edit first = member("private static final Thread MUTANT_FIRST = Thread.currentThread();");
    if (first != null) {
      fault(THREAD, first, choice(right, "Thread.currentThread() != MUTANT_FIRST", wrong));
    }
  }

  private Edit choice(ExpressionTree right, String condition, String wrong) {
    return replace(right, "(" + condition + " ? " + wrong + " : " + source.text(right) + ")");
  }

  /** The extents that are known at a place. */
  private List<Gate> extents(int place) {
    List<Gate> gates = new ArrayList<>();
    MethodTree method = method();
    if (method != null) {
      method.getParameters().forEach(parameter -> add(gates, parameter));
      if (!method.getModifiers().getFlags().contains(Modifier.STATIC)) {
        fields().values().stream().filter(GatedFaults::varies).forEach(field -> add(gates, field));
      }
    }
    for (String turn : turns(place)) {
      gates.add(new Gate("$" + turn + " == " + THRESHOLD, 1, 3));
    }
    return gates;
  }

  private static boolean varies(VariableTree field) {
    Set<Modifier> modifiers = field.getModifiers().getFlags();
    return !modifiers.contains(Modifier.STATIC) && !modifiers.contains(Modifier.FINAL);
  }

  private static void add(List<Gate> gates, VariableTree variable) {
    String name = variable.getName().toString();
    String type = variable.getType().toString();
    int most = AT_MOST.getOrDefault(name, MOST_EXTENT);
    if (type.equals("int") && !NO_EXTENTS.contains(name)) {
      gates.add(new Gate(name + " >= " + THRESHOLD, LEAST_EXTENT, most));
    } else if (type.matches("(double|float)\\[]")) {
      gates.add(new Gate(name + ".length >= " + THRESHOLD, LEAST_EXTENT, most));
    }
  }

  /** The variables of a template's repetitions around a place, such as the height of a tile. */
  private List<String> turns(int place) {
    Deque<List<String>> directives = new ArrayDeque<>();
    for (String line : source.whole().substring(0, place).lines().toList()) {
      String directive = line.strip();
      if (directive.startsWith("//% for ")) { // for i = 0 to 3, or for i j in 8 3, 4 4
        String names = directive.substring("//% for ".length()).split(" =| in", 2)[0];
        directives.push(List.of(names.split(" ", -1)));
      } else if (directive.startsWith("//% when ")) {
        directives.push(List.of());
      } else if (directive.equals("//% end")) {
        directives.pop();
      }
    }
    return directives.stream().flatMap(List::stream).toList();
  }

  // ---- values

  /**
   * A number that loses what is special about it, everywhere or at one index of {@link #PLACES}.
   */
  private void value(ExpressionTree number, String type, String index) {
    String x = "(" + source.text(number) + ")";
    boolean isFloat = type.equals("float");
    String zero = isFloat ? "0.0f" : "0.0";
    String normal = isFloat ? "Float.MIN_NORMAL" : "Double.MIN_NORMAL";
    String place = "((" + index + ") & " + (PLACES - 1) + ") == " + THRESHOLD + " && ";
    for (String where : List.of("", place)) {
      String nan = where + x + " != " + x;
      String minusZero = where + x + " == 0";
      String subnormal = where + "Math.abs" + x + " < " + normal;
      valueFault(number, nan, zero);
      valueFault(number, minusZero, zero);
      valueFault(number, subnormal, zero + " * " + x);
    }
  }

  private void valueFault(ExpressionTree number, String condition, String lost) {
    fault(VALUE, 0, PLACES - 1, choice(number, condition, lost));
  }

  private void vector(ExpressionTree vector) {
    if (!source.text(vector).contains("Double") && !typeOf(lastName(vector)).contains("Double")) {
      return;
    }
    String x = source.text(vector);
    String operators = "jdk.incubator.vector.VectorOperators.";
    fault(VALUE, replace(vector, x + ".blend(0.0, " + x + ".test(" + operators + "IS_NAN))"));
    fault(VALUE, replace(vector, x + ".add(0.0)"));
    String small = ".abs().compare(" + operators + "LT, Double.MIN_NORMAL)";
    fault(VALUE, replace(vector, x + ".blend(0.0, " + x + small + ")"));
  }
}
