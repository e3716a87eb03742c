package nn.tck.mutants;

import static nn.tck.mutants.Operator.ARITHMETIC;
import static nn.tck.mutants.Operator.BOUNDARY;
import static nn.tck.mutants.Operator.NEGATION;
import static nn.tck.mutants.Operator.OFF_BY_ONE;
import static nn.tck.mutants.Operator.REMOVAL;
import static nn.tck.mutants.Operator.RETURN;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePath;
import java.util.Map;
import nn.tck.mutants.Mutant.Edit;
import org.jspecify.annotations.Nullable;

/**
 * Small faults as in R. A. DeMillo, R. J. Lipton, F. G. Sayward, Hints on Test Data Selection (IEEE
 * Computer 11(4), 1978), and as PIT makes them in compiled code; of vectors, too.
 */
final class ClassicFaults extends FaultScanner {

  private static final Map<String, String> BOUNDARIES =
      Map.of("<", "<=", "<=", "<", ">", ">=", ">=", ">");

  private static final Map<String, String> OPPOSITES =
      Map.of(
          "<", ">=", "<=", ">", ">", "<=", ">=", "<", "==", "!=", "!=", "==", "&&", "||", "||",
          "&&");

  private static final Map<String, String> ARITHMETICS =
      Map.of(
          "+", "-", "-", "+", "*", "/", "/", "*", "%", "*", "<<", ">>", ">>", "<<", "&", "|", "|",
          "&");

  /** Of vectors, and of {@code Math}. */
  private static final Map<String, String> METHODS =
      Map.of(
          "add", "sub", "sub", "add", "mul", "div", "div", "mul", "min", "max", "max", "min", "and",
          "or", "or", "and");

  /** Comparisons of vectors. */
  private static final Map<String, String> COMPARISONS =
      Map.of("LT", "LE", "LE", "LT", "GT", "GE", "GE", "GT");

  private static final Map<Tree.Kind, String> SYMBOLS =
      Map.ofEntries(
          Map.entry(Tree.Kind.LESS_THAN, "<"),
          Map.entry(Tree.Kind.LESS_THAN_EQUAL, "<="),
          Map.entry(Tree.Kind.GREATER_THAN, ">"),
          Map.entry(Tree.Kind.GREATER_THAN_EQUAL, ">="),
          Map.entry(Tree.Kind.EQUAL_TO, "=="),
          Map.entry(Tree.Kind.NOT_EQUAL_TO, "!="),
          Map.entry(Tree.Kind.CONDITIONAL_AND, "&&"),
          Map.entry(Tree.Kind.CONDITIONAL_OR, "||"),
          Map.entry(Tree.Kind.PLUS, "+"),
          Map.entry(Tree.Kind.MINUS, "-"),
          Map.entry(Tree.Kind.MULTIPLY, "*"),
          Map.entry(Tree.Kind.DIVIDE, "/"),
          Map.entry(Tree.Kind.REMAINDER, "%"),
          Map.entry(Tree.Kind.LEFT_SHIFT, "<<"),
          Map.entry(Tree.Kind.RIGHT_SHIFT, ">>"),
          Map.entry(Tree.Kind.AND, "&"),
          Map.entry(Tree.Kind.OR, "|"));

  private static final Map<Tree.Kind, String> ASSIGNMENTS =
      Map.of(
          Tree.Kind.PLUS_ASSIGNMENT, "+",
          Tree.Kind.MINUS_ASSIGNMENT, "-",
          Tree.Kind.MULTIPLY_ASSIGNMENT, "*",
          Tree.Kind.DIVIDE_ASSIGNMENT, "/");

  ClassicFaults(SourceText source) {
    super(source);
  }

  // ---- operators

  @Override
  public @Nullable Void visitBinary(BinaryTree node, @Nullable Void nothing) {
    String symbol = SYMBOLS.getOrDefault(node.getKind(), "");
    exchange(BOUNDARY, node, symbol, BOUNDARIES);
    exchange(NEGATION, node, symbol, OPPOSITES);
    if (!isText(node)) {
      exchange(ARITHMETIC, node, symbol, ARITHMETICS);
    }
    return super.visitBinary(node, null);
  }

  private void exchange(
      Operator operator, BinaryTree node, String symbol, Map<String, String> others) {
    String other = others.get(symbol);
    if (other != null && !isInPlaceholder(node)) {
      fault(operator, between(node.getLeftOperand(), node.getRightOperand(), symbol, other));
    }
  }

  /** {@code $[ + i | + last]} of a template is not an "or". */
  private boolean isInPlaceholder(BinaryTree node) {
    return node.getKind() == Tree.Kind.OR && source.whole().startsWith("//%");
  }

  private static boolean isText(ExpressionTree tree) {
    if (tree instanceof BinaryTree sum) {
      return isText(sum.getLeftOperand()) || isText(sum.getRightOperand());
    }
    return tree.getKind() == Tree.Kind.STRING_LITERAL;
  }

  @Override
  public @Nullable Void visitCompoundAssignment(
      CompoundAssignmentTree node, @Nullable Void nothing) {
    String symbol = ASSIGNMENTS.get(node.getKind());
    if (symbol != null) {
      String other = ARITHMETICS.getOrDefault(symbol, symbol);
      fault(ARITHMETIC, between(node.getVariable(), node.getExpression(), symbol, other));
    }
    return super.visitCompoundAssignment(node, null);
  }

  @Override
  public @Nullable Void visitUnary(UnaryTree node, @Nullable Void nothing) {
    if (node.getKind() == Tree.Kind.UNARY_MINUS) {
      fault(ARITHMETIC, replace(node, source.text(node.getExpression())));
    } else if (node.getKind() == Tree.Kind.LOGICAL_COMPLEMENT) {
      fault(NEGATION, replace(node, source.text(node.getExpression())));
    }
    return super.visitUnary(node, null);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void nothing) {
    if (node.getMethodSelect() instanceof MemberSelectTree select) {
      String name = select.getIdentifier().toString();
      String other = METHODS.get(name);
      if (other != null) {
        int end = source.end(select);
        fault(ARITHMETIC, new Edit(end - name.length(), end, other));
      }
      if (name.equals("compare")) {
        comparison(node.getArguments().get(0));
      }
    }
    return super.visitMethodInvocation(node, null);
  }

  private void comparison(ExpressionTree operator) {
    String other = COMPARISONS.get(lastName(operator));
    if (other != null) {
      fault(BOUNDARY, replace(operator, "jdk.incubator.vector.VectorOperators." + other));
    }
  }

  // ---- conditions

  @Override
  public @Nullable Void visitIf(IfTree node, @Nullable Void nothing) {
    negate(node.getCondition());
    return super.visitIf(node, null);
  }

  @Override
  public @Nullable Void visitConditionalExpression(
      ConditionalExpressionTree node, @Nullable Void nothing) {
    negate(node.getCondition());
    return super.visitConditionalExpression(node, null);
  }

  /** One that no operator is in, which would be negated itself. */
  private void negate(ExpressionTree condition) {
    ExpressionTree bare =
        condition instanceof ParenthesizedTree inner ? inner.getExpression() : condition;
    if (!(bare instanceof BinaryTree) && !(bare instanceof UnaryTree)) {
      fault(NEGATION, replace(bare, "!(" + source.text(bare) + ")"));
    }
  }

  // ---- constants and bounds

  @Override
  public @Nullable Void visitLiteral(LiteralTree node, @Nullable Void nothing) {
    String text = source.text(node);
    if (node.getValue() instanceof Number && !text.endsWith("L")) {
      fault(OFF_BY_ONE, replace(node, "(" + text + " + 1)"));
      if (node.getValue() instanceof Integer) {
        fault(OFF_BY_ONE, replace(node, "(" + text + " - 1)"));
      }
    }
    return super.visitLiteral(node, null);
  }

  @Override
  public @Nullable Void visitForLoop(ForLoopTree node, @Nullable Void nothing) {
    if (node.getCondition() instanceof BinaryTree condition
        && BOUNDARIES.containsKey(SYMBOLS.getOrDefault(condition.getKind(), ""))) {
      ExpressionTree bound = condition.getRightOperand();
      fault(OFF_BY_ONE, replace(bound, "(" + source.text(bound) + ") - 1"));
      fault(OFF_BY_ONE, replace(bound, "(" + source.text(bound) + ") + 1"));
    }
    return super.visitForLoop(node, null);
  }

  // ---- statements

  @Override
  public @Nullable Void visitExpressionStatement(
      ExpressionStatementTree node, @Nullable Void nothing) {
    if (!isPartOfFor(node) && !source.text(node).startsWith("super(")) {
      fault(REMOVAL, replace(node, "{}"));
    }
    return super.visitExpressionStatement(node, null);
  }

  private boolean isPartOfFor(ExpressionStatementTree node) {
    return getCurrentPath().getParentPath().getLeaf() instanceof ForLoopTree loop
        && loop.getStatement() != node;
  }

  @Override
  public @Nullable Void visitReturn(ReturnTree node, @Nullable Void nothing) {
    MethodTree method = method();
    ExpressionTree result = node.getExpression();
    if (method != null && method.getReturnType() != null && result != null && !isInLambda()) {
      switch (method.getReturnType().toString()) {
        case "boolean" -> {
          fault(RETURN, replace(result, "true"));
          fault(RETURN, replace(result, "false"));
        }
        case "int", "long", "short", "byte", "double", "float" ->
            fault(RETURN, replace(result, "0"));
        default -> fault(RETURN, replace(result, "null"));
      }
    }
    return super.visitReturn(node, null);
  }

  private boolean isInLambda() {
    for (TreePath path = getCurrentPath(); path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof LambdaExpressionTree) {
        return true;
      }
      if (path.getLeaf() instanceof MethodTree) {
        return false;
      }
    }
    return false;
  }
}
