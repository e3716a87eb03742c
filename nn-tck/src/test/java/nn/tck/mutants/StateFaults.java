package nn.tck.mutants;

import static nn.tck.mutants.Operator.SHARED_SCRATCH;
import static nn.tck.mutants.Operator.STALE_CACHE;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import nn.tck.mutants.Mutant.Edit;
import org.jspecify.annotations.Nullable;

/** Memory that is shared where it must not be, or believed where it must not be. */
final class StateFaults extends FaultScanner {

  StateFaults(SourceText source) {
    super(source);
  }

  // ---- shared scratch

  /** A working space of an object becomes one of the class. */
  @Override
  public @Nullable Void visitVariable(VariableTree node, @Nullable Void nothing) {
    boolean space =
        node.getInitializer() instanceof NewArrayTree
            || node.getInitializer() instanceof NewClassTree;
    if (space && isInstanceField(node)) {
      fault(SHARED_SCRATCH, insert(source.start(node.getType()), "static "));
    }
    return super.visitVariable(node, null);
  }

  private boolean isInstanceField(VariableTree node) {
    return method() == null
        && fields().containsValue(node)
        && !node.getModifiers().getFlags().contains(Modifier.STATIC);
  }

  /** An array that each call makes becomes one that is made again only for another length. */
  @Override
  public @Nullable Void visitNewArray(NewArrayTree node, @Nullable Void nothing) {
    if (method() != null && node.getType() != null && node.getDimensions().size() == 1) {
      String type = source.text(node.getType());
      String length = source.text(node.getDimensions().get(0));
      Edit field = member("private static " + type + "[] mutantShared = new " + type + "[0];");
      String shared =
          "(mutantShared.length == ("
              + length
              + ") ? mutantShared : (mutantShared = "
              + source.text(node)
              + "))";
      if (field != null && type.matches("double|float|int")) {
        fault(SHARED_SCRATCH, field, replace(node, shared));
      }
    }
    return super.visitNewArray(node, null);
  }

  /** An object of each thread becomes one of all threads. */
  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void nothing) {
    if (isCall(node, "withInitial", 1)) {
      String type = typeOfThreadLocal();
      if (!type.isEmpty()) {
        String supplier = source.text(node.getArguments().get(0));
        fault(
            SHARED_SCRATCH,
            replace(
                node,
                ("new ThreadLocal<TYPE>() { private final TYPE one ="
                        + " ((java.util.function.Supplier<TYPE>) SUPPLIER).get();"
                        + " @Override protected TYPE initialValue() { return one; } }")
                    .replace("TYPE", type)
                    .replace("SUPPLIER", supplier)));
      }
    }
    return super.visitMethodInvocation(node, null);
  }

  private String typeOfThreadLocal() {
    Tree parent = getCurrentPath().getParentPath().getLeaf();
    String declared = "";
    if (parent instanceof VariableTree variable) {
      declared = source.text(variable.getType());
    } else if (parent instanceof AssignmentTree assignment) {
      declared = typeOf(lastName(assignment.getVariable()));
    }
    return declared.startsWith("ThreadLocal<")
        ? declared.substring("ThreadLocal<".length(), declared.length() - 1)
        : "";
  }

  // ---- stale caches

  /** A call that is left out where its arguments are those of the call before. */
  @Override
  public @Nullable Void visitExpressionStatement(
      ExpressionStatementTree node, @Nullable Void nothing) {
    if (node.getExpression() instanceof MethodInvocationTree call && fills(call)) {
      String arguments =
          call.getArguments().stream().map(source::text).collect(Collectors.joining(", "));
      String now = "java.util.Arrays.<Object>asList(" + arguments + ")";
      Edit field =
          member("private static java.util.List<Object> mutantSeen = java.util.List.of();");
      String unlessSeen =
          "{ if (!"
              + now
              + ".equals(mutantSeen)) { mutantSeen = "
              + now
              + "; "
              + source.text(node)
              + " } }";
      if (field != null) {
        fault(STALE_CACHE, field, replace(node, unlessSeen));
      }
    }
    return super.visitExpressionStatement(node, null);
  }

  /** Whether it may fill a buffer: it has operands, and is no part of a longer expression. */
  private static boolean fills(MethodInvocationTree call) {
    List<? extends ExpressionTree> arguments = call.getArguments();
    String name = lastName(call.getMethodSelect());
    boolean plain =
        call.getMethodSelect() instanceof IdentifierTree
            || (call.getMethodSelect() instanceof MemberSelectTree select
                && select.getExpression() instanceof IdentifierTree);
    return plain
        && !name.equals("super")
        && !name.equals("this")
        && arguments.size() > 1
        && arguments.stream().noneMatch(StateFaults::isFunction);
  }

  private static boolean isFunction(ExpressionTree argument) {
    return argument instanceof LambdaExpressionTree || argument instanceof MemberReferenceTree;
  }
}
