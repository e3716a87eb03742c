package nn.tck.mutants;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A source, or an expression in one, as the compiler's parser sees it.
 *
 * <p>A template of GenerateSources is one, too: its {@code $i} is a name, its directives are
 * comments, and {@code $[ + $i | + last]} is an index. Values of its head that are expressions are
 * parsed alone.
 */
final class SourceText {
  private static final Pattern VALUE =
      Pattern.compile("^//%\\s+(\\w+) = (\\S+\\(.*\\).*)$", Pattern.MULTILINE);

  private static final Pattern CLASS = Pattern.compile("^//% class (\\w+)$", Pattern.MULTILINE);

  private static final String BEFORE_EXPRESSION = "class X { Object x = ";

  private final String whole;
  private final String label;
  private final int offset; // of a place in the parsed text to the same in the whole
  private final CompilationUnitTree unit;
  private final SourcePositions positions;

  private SourceText(String name, String whole, String label, int offset, String parsed) {
    this.whole = whole;
    this.label = label;
    this.offset = offset;
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, problems, null, null, List.of(inMemory(parsed)));
    try {
      unit = task.parse().iterator().next();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    positions = Trees.instance(task).getSourcePositions();
    problems.getDiagnostics().stream()
        .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
        .findFirst()
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("mutants: " + name + " is not Java: " + problem);
            });
  }

  /** What can be mutated of a source: the source itself, and the values of a template's head. */
  static List<SourceText> of(String name, String text) {
    List<SourceText> sources = new ArrayList<>();
    sources.add(new SourceText(name, text, "", 0, text));
    Matcher value = VALUE.matcher(text);
    while (value.find()) {
      String of = "";
      Matcher type = CLASS.matcher(text).region(0, value.start());
      while (type.find()) {
        of = type.group(1);
      }
      String parsed = BEFORE_EXPRESSION + value.group(2) + "; }";
      int offset = value.start(2) - BEFORE_EXPRESSION.length();
      sources.add(new SourceText(name, text, of + "." + value.group(1), offset, parsed));
    }
    return sources;
  }

  private static JavaFileObject inMemory(String text) {
    return new SimpleJavaFileObject(URI.create("string:///X.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoresErrors) {
        return text;
      }
    };
  }

  /** The trees. */
  CompilationUnitTree unit() {
    return unit;
  }

  /** The name of a template's value; empty for a source. */
  String label() {
    return label;
  }

  /** Where a tree begins in the whole source. */
  int start(Tree tree) {
    return (int) positions.getStartPosition(unit, tree) + offset;
  }

  /** Where a tree ends in the whole source. */
  int end(Tree tree) {
    return (int) positions.getEndPosition(unit, tree) + offset;
  }

  /** Whether the tree stands in the source: a constructor that nobody wrote does not. */
  boolean isWritten(Tree tree) {
    return positions.getEndPosition(unit, tree) >= 0;
  }

  /** What is written there. */
  String text(Tree tree) {
    return whole.substring(start(tree), end(tree));
  }

  /** The whole source. */
  String whole() {
    return whole;
  }

  /** The line of a place in the whole source. */
  long line(int place) {
    return whole.substring(0, place).chars().filter(c -> c == '\n').count() + 1;
  }
}
