package nn.tck.mutants;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.tck.mutants.Mutant.Edit;
import nn.tck.mutants.Mutator.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Looks for places where a fault can be put. The parser knows no types but those that are written:
 * what does not compile is found out later, and does not count.
 */
abstract class FaultScanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private static final String REAL = "double|float";

  final SourceText source;
  private final List<Fault> found = new ArrayList<>();
  private final Map<String, VariableTree> fields = new LinkedHashMap<>();
  private final Map<String, VariableTree> locals = new LinkedHashMap<>();
  private @Nullable ClassTree outermost;
  private @Nullable MethodTree method;

  FaultScanner(SourceText source) {
    this.source = source;
  }

  final List<Fault> found() {
    return found;
  }

  // ---- what is found

  /** A fault that is not gated by a threshold. */
  final void fault(Operator operator, Edit... edits) {
    fault(operator, 0, 0, edits);
  }

  /** A fault whose threshold is one of {@code least … most}. */
  final void fault(Operator operator, int least, int most, Edit... edits) {
    for (Edit edit : edits) {
      String before = source.whole().substring(edit.start(), edit.end());
      if (before.contains("//") || before.equals(edit.text())) {
        return; // a comment may be a template's directive, and would swallow what follows it
      }
    }
    found.add(new Fault(operator, place(), Arrays.asList(edits), least, most));
  }

  final Edit replace(Tree tree, String text) {
    return new Edit(source.start(tree), source.end(tree), text);
  }

  /** Replaces the first such text between two trees. */
  final Edit between(Tree left, Tree right, String old, String text) {
    int start = source.whole().indexOf(old, source.end(left));
    return start < 0 || start >= source.start(right)
        ? new Edit(0, 0, "")
        : new Edit(start, start + old.length(), text);
  }

  static Edit insert(int place, String text) {
    return new Edit(place, place, text);
  }

  /** Adds a member at the beginning of the outermost class; null if that cannot have one. */
  final @Nullable Edit member(String text) {
    if (outermost == null || outermost.getKind() != Tree.Kind.CLASS || !source.label().isEmpty()) {
      return null;
    }
    int from = Math.max(source.start(outermost), source.end(outermost.getModifiers()));
    return insert(source.whole().indexOf('{', from) + 1, "\n  " + text + "\n");
  }

  private String place() {
    if (!source.label().isEmpty()) {
      return source.label();
    }
    return method == null ? "fields" : method.getName().toString().replace("<init>", "new");
  }

  // ---- where it is

  @Override
  public @Nullable Void visitImport(ImportTree node, @Nullable Void nothing) {
    return null;
  }

  @Override
  public @Nullable Void visitAnnotation(AnnotationTree node, @Nullable Void nothing) {
    return null;
  }

  @Override
  public @Nullable Void visitClass(ClassTree node, @Nullable Void nothing) {
    if (outermost == null) {
      outermost = node;
    }
    for (Tree member : node.getMembers()) {
      if (member instanceof VariableTree field) {
        fields.put(field.getName().toString(), field);
      }
    }
    return super.visitClass(node, null);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree node, @Nullable Void nothing) {
    if (!source.isWritten(node)) {
      return null;
    }
    method = node;
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree local, @Nullable Void none) {
        locals.put(local.getName().toString(), local);
        return super.visitVariable(local, null);
      }
    }.scan(node, null);
    super.visitMethod(node, null);
    method = null;
    locals.clear();
    return null;
  }

  /** The method around a place; null in a field's initialiser. */
  final @Nullable MethodTree method() {
    return method;
  }

  final Map<String, VariableTree> fields() {
    return fields;
  }

  // ---- types, as far as they are written

  /** The type that a variable is declared with; empty if it is declared elsewhere. */
  final String typeOf(String name) {
    VariableTree variable = locals.containsKey(name) ? locals.get(name) : fields.get(name);
    return variable == null || variable.getType() == null ? "" : variable.getType().toString();
  }

  /** The type of an array's elements; an array of a superclass counts as one of doubles. */
  final String elementType(ExpressionTree array) {
    String type =
        array instanceof ArrayAccessTree outer
            ? elementType(outer.getExpression())
            : typeOf(lastName(array));
    return type.isEmpty() ? "double" : type.replaceFirst("\\[]$", "");
  }

  /** Whether an expression is seen to be a double or a float. */
  final boolean isReal(ExpressionTree expression) {
    if (expression instanceof ParenthesizedTree inner) {
      return isReal(inner.getExpression());
    }
    if (expression instanceof BinaryTree binary) {
      return isReal(binary.getLeftOperand()) || isReal(binary.getRightOperand());
    }
    if (expression instanceof ArrayAccessTree access) {
      return elementType(access.getExpression()).matches(REAL);
    }
    if (expression instanceof LiteralTree literal) {
      return literal.getKind() == Tree.Kind.DOUBLE_LITERAL
          || literal.getKind() == Tree.Kind.FLOAT_LITERAL;
    }
    return expression instanceof IdentifierTree name
        && typeOf(name.getName().toString()).matches(REAL);
  }

  /** {@code b} of {@code a.b}, or of {@code b} alone. */
  static String lastName(ExpressionTree expression) {
    if (expression instanceof MemberSelectTree select) {
      return select.getIdentifier().toString();
    }
    return expression instanceof IdentifierTree name ? name.getName().toString() : "";
  }

  /** What a method is called on; null if its name stands alone. */
  static @Nullable ExpressionTree receiver(MethodInvocationTree call) {
    return call.getMethodSelect() instanceof MemberSelectTree select
        ? select.getExpression()
        : null;
  }

  /** Whether it is a call of a method of this name on something, with so many arguments. */
  static boolean isCall(Tree tree, String name, int arguments) {
    return tree instanceof MethodInvocationTree call
        && receiver(call) != null
        && lastName(call.getMethodSelect()).equals(name)
        && call.getArguments().size() == arguments;
  }
}
