package nn.tck.mutants;

import static nn.tck.mutants.Operator.REASSOCIATION;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import java.util.List;
import java.util.Locale;
import nn.tck.mutants.Mutant.Edit;
import org.jspecify.annotations.Nullable;

/** Sums whose order or whose roundings are others. */
final class SumFaults extends FaultScanner {

  SumFaults(SourceText source) {
    super(source);
  }

  // ---- roundings

  @Override
  public @Nullable Void visitBinary(BinaryTree node, @Nullable Void nothing) {
    if (node.getKind() == Tree.Kind.PLUS && isReal(node)) {
      ExpressionTree left = node.getLeftOperand();
      ExpressionTree right = node.getRightOperand();
      if (right instanceof BinaryTree product && product.getKind() == Tree.Kind.MULTIPLY) {
        fault(REASSOCIATION, replace(node, fma(product, source.text(left))));
      }
      if (left instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
        String last = source.text(sum.getRightOperand()) + " + " + source.text(right);
        String first = source.text(sum.getLeftOperand());
        fault(REASSOCIATION, replace(node, first + " + (" + last + ")"));
      }
    }
    return super.visitBinary(node, null);
  }

  private String fma(BinaryTree product, String sum) {
    String left = source.text(product.getLeftOperand());
    return "Math.fma(" + left + ", " + source.text(product.getRightOperand()) + ", " + sum + ")";
  }

  @Override
  public @Nullable Void visitCompoundAssignment(
      CompoundAssignmentTree node, @Nullable Void nothing) {
    if (node.getKind() == Tree.Kind.PLUS_ASSIGNMENT
        && node.getExpression() instanceof BinaryTree product
        && product.getKind() == Tree.Kind.MULTIPLY
        && isReal(product)) {
      String sum = source.text(node.getVariable());
      fault(REASSOCIATION, replace(node, sum + " = " + fma(product, sum)));
    }
    return super.visitCompoundAssignment(node, null);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void nothing) {
    ExpressionTree receiver = receiver(node);
    if (receiver != null && isCall(node, "add", 1)) {
      addOf(node, receiver, node.getArguments().get(0));
    } else if (receiver != null && isCall(node, "fma", 2)) {
      String mul = source.text(receiver) + ".mul(" + source.text(node.getArguments().get(0)) + ")";
      String sum = source.text(node.getArguments().get(1));
      fault(REASSOCIATION, replace(node, mul + ".add(" + sum + ")"));
    } else if (isCall(node, "fma", 3)) {
      List<String> x = node.getArguments().stream().map(source::text).toList();
      String separate = "((" + x.get(0) + ") * (" + x.get(1) + ") + (" + x.get(2) + "))";
      fault(REASSOCIATION, replace(node, separate));
    }
    return super.visitMethodInvocation(node, null);
  }

  /** {@code x.mul(y).add(z)}, or {@code x.add(y).add(z)}. */
  private void addOf(MethodInvocationTree node, ExpressionTree first, ExpressionTree last) {
    if (!(first instanceof MethodInvocationTree inner)) {
      return;
    }
    ExpressionTree innermost = receiver(inner);
    if (innermost == null) {
      return;
    }
    String x = source.text(innermost);
    String z = vector(last, x);
    if (isCall(inner, "mul", 1)) {
      String y = vector(inner.getArguments().get(0), x);
      fault(REASSOCIATION, replace(node, x + ".fma(" + y + ", " + z + ")"));
    } else if (isCall(inner, "add", 1)) {
      String y = vector(inner.getArguments().get(0), x);
      fault(REASSOCIATION, replace(node, x + ".add(" + y + ".add(" + z + "))"));
    }
  }

  /** An operand as a vector, of the kind of another one if it is a number. */
  private String vector(ExpressionTree operand, String other) {
    String name = lastName(operand);
    boolean isNumber =
        operand instanceof LiteralTree
            || isReal(operand)
            || (!name.isEmpty() && name.equals(name.toUpperCase(Locale.ROOT)));
    return isNumber ? other + ".broadcast(" + source.text(operand) + ")" : source.text(operand);
  }

  // ---- orders

  @Override
  public @Nullable Void visitForLoop(ForLoopTree node, @Nullable Void nothing) {
    if (node.getStatement() instanceof BlockTree body) {
      fromTheEnd(node, body);
      boolean inBlock = getCurrentPath().getParentPath().getLeaf() instanceof BlockTree;
      for (StatementTree statement : body.getStatements()) {
        if (inBlock && statement instanceof ExpressionStatementTree expression) {
          inTwo(node, expression);
        }
      }
    }
    return super.visitForLoop(node, null);
  }

  /** {@code for (int i = a; i < b; i++) sum += …} from {@code b - 1} down to {@code a}. */
  private void fromTheEnd(ForLoopTree node, BlockTree body) {
    if (node.getInitializer().size() == 1
        && node.getInitializer().get(0) instanceof VariableTree i
        && node.getCondition() instanceof BinaryTree condition
        && condition.getKind() == Tree.Kind.LESS_THAN
        && node.getUpdate().size() == 1
        && node.getUpdate().get(0).getExpression() instanceof UnaryTree
        && body.getStatements().stream().anyMatch(SumFaults::isSum)) {
      String last = source.text(condition.getRightOperand());
      String first = source.text(i.getInitializer());
      String name = i.getName().toString();
      String start = "int " + name + " = (" + last + ") - 1; ";
      Edit backwards =
          new Edit(
              source.start(i),
              source.end(node.getUpdate().get(0).getExpression()),
              start + name + " >= " + first + "; " + name + "--");
      fault(REASSOCIATION, backwards);
    }
  }

  private static boolean isSum(StatementTree statement) {
    return statement instanceof ExpressionStatementTree expression
        && expression.getExpression() instanceof CompoundAssignmentTree sum
        && sum.getKind() == Tree.Kind.PLUS_ASSIGNMENT
        && sum.getVariable() instanceof IdentifierTree;
  }

  /** A loop's sum in two accumulators that take turns, and are added after it. */
  private void inTwo(ForLoopTree loop, ExpressionStatementTree statement) {
    if (isSum(statement)) {
      ExpressionTree sum = ((CompoundAssignmentTree) statement.getExpression()).getVariable();
      if (isReal(sum)) {
        String name = source.text(sum);
        String other = source.text(statement).replaceFirst("^\\w+", "mutantOther");
        String type = typeOf(name);
        inTwo(loop, statement, other, type + " mutantOther = 0", name + " += mutantOther;");
      }
    } else if (statement.getExpression() instanceof AssignmentTree assignment
        && assignment.getVariable() instanceof IdentifierTree sum
        && isCall(assignment.getExpression(), "add", 1)) {
      inTwoOfVectors(loop, statement, assignment, sum.getName().toString());
    }
  }

  /** {@code sum = ….add(sum)}. */
  private void inTwoOfVectors(
      ForLoopTree loop, ExpressionStatementTree statement, AssignmentTree assignment, String sum) {
    MethodInvocationTree add = (MethodInvocationTree) assignment.getExpression();
    ExpressionTree added = receiver(add);
    if (added != null
        && lastName(add.getArguments().get(0)).equals(sum)
        && typeOf(sum).endsWith("Vector")) {
      String next = source.text(added);
      String declaration = typeOf(sum) + " mutantOther = " + sum + ".broadcast(0)";
      String other = "mutantOther = " + next + ".add(mutantOther);";
      inTwo(loop, statement, other, declaration, sum + " = " + sum + ".add(mutantOther);");
    }
  }

  private void inTwo(
      ForLoopTree loop, StatementTree statement, String other, String before, String after) {
    fault(
        REASSOCIATION,
        insert(source.start(loop), before + "; boolean mutantTurn = false; "),
        insert(source.end(loop), " " + after),
        replace(
            statement,
            "mutantTurn = !mutantTurn; if (mutantTurn) { "
                + source.text(statement)
                + " } else { "
                + other
                + " }"));
  }
}
