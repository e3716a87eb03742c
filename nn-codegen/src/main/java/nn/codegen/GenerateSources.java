package nn.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the sources that nobody should have to write: the float twin of a class for doubles, and
 * classes of unrolled loops from a template.
 *
 * <p>Java has no type parameter for numbers, and its compiler keeps numbers in registers only where
 * each is a variable of its own. So hot loops exist for each number type and for each size of a
 * tile; a person writes them once.
 *
 * <p>{@link FloatTwin} tells what a class looks like that has a twin, {@link Template} what a
 * template does. The build runs this file as a program, in each module that has either; it needs
 * nothing but a JDK.
 */
public final class GenerateSources {

  private GenerateSources() {}

  /**
   * Writes what the sources in one folder ask for to another one, where it leaves nothing else.
   *
   * @param args the folder of the sources, and that of the generated ones
   */
  public static void main(String[] args) throws IOException {
    try {
      Path sources = Path.of(args[0]);
      write(generate(sources), Path.of(args[1]));
    } catch (CannotGenerateException impossible) {
      System.err.println("GenerateSources: " + impossible.getMessage());
      System.exit(1);
    }
  }

  /** A source that is no template and has no twin as it stands: what is wrong, and where. */
  static final class CannotGenerateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotGenerateException(String file, long line, String what) {
      super(file + ":" + line + ": " + what);
    }
  }

  /** The generated sources by their paths, relative to any folder of sources. */
  static Map<Path, String> generate(Path sources) throws IOException {
    Map<Path, String> generated = new TreeMap<>();
    for (Path file : files(sources)) {
      String name = file.getFileName().toString();
      Map<String, String> classes = Map.of();
      if (name.endsWith(".java")) {
        classes = FloatTwin.of(name, Files.readString(file));
      } else if (name.endsWith(".template")) {
        classes = Template.expand(name, Files.readString(file));
      }
      Path folder = sources.relativize(file.getParent());
      classes.forEach((type, text) -> generated.put(folder.resolve(type + ".java"), text));
    }
    return generated;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Files whose text is the same are left alone, lest they be compiled again. */
  static void write(Map<Path, String> generated, Path folder) throws IOException {
    Set<Path> wanted = new HashSet<>();
    for (Map.Entry<Path, String> source : generated.entrySet()) {
      Path file = folder.resolve(source.getKey());
      wanted.add(file);
      if (!Files.exists(file) || !Files.readString(file).equals(source.getValue())) {
        replace(file, source.getValue());
      }
    }
    if (Files.exists(folder)) {
      for (Path file : files(folder)) {
        if (!wanted.contains(file) && file.toString().endsWith(".java")) {
          Files.delete(file); // of a class that is gone
        }
      }
    }
  }

  /** In one step, as another build may be reading. */
  private static void replace(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Path draft = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".draft");
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String header(String source) {
    return "// Generated from " + source + " by GenerateSources; edit that file.\n";
  }

  /**
   * The same class for floats.
   *
   * <p>The source says in its first line {@code // GenerateSources writes its twin FloatX.},
   * perhaps with words of its own: {@code … FloatX, with sgemm for dgemm.} In every word {@code
   * double} becomes {@code float}, whatever its case, and a 64 at the end becomes 32; a literal
   * becomes the nearest float. All else stays as it is, and what then would not compile or would
   * mean something else is refused. Comments and strings are words, too.
   */
  static final class FloatTwin {
    private static final Pattern FIRST_LINE =
        Pattern.compile("// GenerateSources writes its twin (\\w+)(, with .*)?\\.");

    private static final Pattern EXCHANGE = Pattern.compile("(\\w+) for (\\w+)");

    /** A comment, a string or a character; a number; a word with its qualifiers. */
    private static final Pattern TOKEN =
        Pattern.compile(
            "//[^\n]*|(?s:/\\*.*?\\*/)|(?s:\"\"\".*?\"\"\")|\"(?:\\\\.|[^\"])*\"|'(?:\\\\.|[^'])+'"
                + "|(\\.?\\d(?:[eEpP][+-]|[\\w.])*)"
                + "|([a-zA-Z_$][\\w.$]*)");

    /** What floats have no counterpart for, or one that does something else. */
    private static final Pattern FOR_DOUBLES_ALONE =
        Pattern.compile(
            "Longs?(Bits|Vector)?\\b|longBits|LONGS?\\b|\\b[DFL]2[DFIL]\\b|next(Double|Gaussian)"
                + "|java\\.util\\..*Double");

    private static final Pattern MATH = Pattern.compile("\\bMath\\.(\\w+)");

    /** Methods of {@code Math} that compute floats from floats, or indices. */
    private static final Pattern MATH_OF_FLOATS =
        Pattern.compile(
            "abs|max|min|fma|signum|copySign|ulp|scalb|nextUp|nextDown|getExponent|floorDiv|floorMod"
                + "|\\w+Exact");

    private static final Pattern OF_FLOATS = Pattern.compile("(?i)float(?!64)");

    private FloatTwin() {}

    /** The twin by its name, or nothing if the source has none. */
    static Map<String, String> of(String file, String source) {
      String firstLine = source.lines().findFirst().orElse("");
      if (!firstLine.startsWith("// GenerateSources")) {
        return Map.of();
      }
      String twin = inFloat(file.replace(".java", ""));
      Matcher parts = FIRST_LINE.matcher(firstLine);
      if (!parts.matches() || !parts.group(1).equals(twin)) {
        String expected = "// GenerateSources writes its twin " + twin + ".";
        throw new CannotGenerateException(file, 1, "is not like " + expected);
      }
      Map<String, String> exchanges = new LinkedHashMap<>();
      EXCHANGE.matcher(firstLine).results().forEach(x -> exchanges.put(x.group(2), x.group(1)));
      String text = translate(file, source, exchanges);
      return Map.of(twin, header(file) + text.substring(text.indexOf('\n') + 1));
    }

    /**
     * Another text in floats.
     *
     * @param file what a message calls it
     * @param exchanges words, or parts of words, and what stands in their place
     */
    static String translate(String file, String text, Map<String, String> exchanges) {
      return TOKEN
          .matcher(text)
          .replaceAll(
              token -> {
                String objection = objection(token);
                if (!objection.isEmpty()) {
                  long line =
                      text.substring(0, token.start()).chars().filter(c -> c == '\n').count();
                  throw new CannotGenerateException(file, line + 1, token.group() + objection);
                }
                return Matcher.quoteReplacement(translate(token, exchanges));
              });
    }

    private static String translate(MatchResult token, Map<String, String> exchanges) {
      String text = token.group();
      if (token.group(1) != null) {
        return isReal(text) ? text.replaceAll("[dD]$", "") + "f" : text;
      }
      for (Map.Entry<String, String> exchange : exchanges.entrySet()) {
        text = text.replace(exchange.getKey(), exchange.getValue());
      }
      return inFloat(text);
    }

    private static String inFloat(String text) {
      return text.replace("double", "float")
          .replace("Double", "Float")
          .replace("DOUBLE", "FLOAT")
          .replaceAll("(?<=[a-zA-Z])64\\b", "32");
    }

    /** What is wrong with a number or a word; nothing if it can be translated. */
    private static String objection(MatchResult token) {
      if (token.group(1) != null) {
        return isReal(token.group()) ? objectionToNumber(token.group()) : "";
      }
      return token.group(2) != null ? objectionToWord(token.group()) : "";
    }

    private static String objectionToWord(String word) {
      if (FOR_DOUBLES_ALONE.matcher(word).find()) {
        return " has no counterpart for floats";
      }
      Matcher math = MATH.matcher(word);
      if (math.find() && !MATH_OF_FLOATS.matcher(math.group(1)).matches()) {
        return " computes doubles";
      }
      return OF_FLOATS.matcher(word).find() ? " is for floats already" : "";
    }

    private static String objectionToNumber(String number) {
      double value = Double.parseDouble(number.replace("_", ""));
      float nearest = (float) value;
      if (number.matches(".*[fF]")) {
        return " is a float already";
      }
      if (Float.isInfinite(nearest) || (nearest == 0 && value != 0)) {
        return " is out of the range of floats";
      }
      return isHexadecimal(number) && nearest != value ? " has more digits than a float" : "";
    }

    private static boolean isHexadecimal(String number) {
      return number.matches("0[xX].*");
    }

    private static boolean isReal(String number) {
      return number.matches(isHexadecimal(number) ? ".*[pP].*" : ".*[.eEdDfF].*");
    }
  }

  /**
   * Classes from one text with repetitions, and the float twin of each whose name has one.
   *
   * <p>Lines that begin with {@code //%} are for the template, the first ones name the classes.
   * Without them it is Java, too, by which tools can read it:
   *
   * <pre>{@code
   * //% class DoubleStrip            a class, then its values
   * //%   most = 4
   * //% for i = $most to 1           ascending or descending, at least once
   * //% end
   * //% for i in 8 4                  each of them, or of a value that is empty nothing
   * //% end
   * //% for i j in 8 3, 4 3           names in turn, here two at a time
   * //% end
   * //% when $i = 8                   only then
   * //% end
   * }</pre>
   *
   * <p>Elsewhere {@code $i} and {@code $most} stand for their values, {@code $class} for the
   * class's name; {@code $[usual|last]} is the second text in the last of several turns of the
   * innermost loop, else the first. Then {@code + 0 * x} is left out and {@code 1 * x} is {@code
   * x}, as one writes it.
   */
  static final class Template {
    private static final Pattern FOR = Pattern.compile("for (\\w+) = (.+) to (.+)");
    private static final Pattern FOR_EACH = Pattern.compile("for (\\w+(?: \\w+)*) in(.*)");
    private static final Pattern WHEN = Pattern.compile("when (.+) = (.+)");
    private static final Pattern VALUE = Pattern.compile("(\\w+) =(.*)");
    private static final Pattern NAME = Pattern.compile("\\$([a-zA-Z]+)");
    private static final Pattern LAST = Pattern.compile("\\$\\[([^|]*)\\|([^]]*)]");

    private final String file;
    private final List<String> lines;
    private final StringBuilder out = new StringBuilder();

    private Template(String file, List<String> lines) {
      this.file = file;
      this.lines = lines;
    }

    /** The classes by their names. */
    static Map<String, String> expand(String file, String source) {
      List<String> lines = source.lines().toList();
      Map<String, Map<String, String>> classes = new LinkedHashMap<>();
      int body = head(file, lines, classes);
      Map<String, String> texts = new LinkedHashMap<>();
      classes.forEach(
          (name, values) -> {
            Template template = new Template(file, lines);
            template.block(body, lines.size(), values, false);
            String text = template.out.toString();
            texts.put(name, header(file) + text);
            String twin = FloatTwin.inFloat(name);
            if (!twin.equals(name)) {
              String what = file + ", expanded for " + name;
              texts.put(twin, header(file) + FloatTwin.translate(what, text, Map.of()));
            }
          });
      return texts;
    }

    /** Reads the classes and their values; returns the index of the first line after them. */
    private static int head(
        String file, List<String> lines, Map<String, Map<String, String>> classes) {
      Map<String, String> values = new LinkedHashMap<>();
      int at = 0;
      for (; at < lines.size() && isDirective(lines.get(at)); at++) {
        String directive = directive(lines.get(at));
        Matcher value = VALUE.matcher(directive);
        if (directive.startsWith("class ")) {
          String name = directive.substring("class ".length());
          values = new LinkedHashMap<>(Map.of("class", name));
          classes.put(name, values);
        } else if (value.matches()) {
          values.put(value.group(1), value.group(2).strip());
        } else {
          break;
        }
      }
      if (classes.isEmpty()) {
        throw new CannotGenerateException(file, 1, "is not like //% class DoubleStrip");
      }
      return at;
    }

    private static boolean isDirective(String line) {
      return line.strip().startsWith("//%");
    }

    private static String directive(String line) {
      return line.strip().substring("//%".length()).strip();
    }

    private void block(int from, int to, Map<String, String> values, boolean last) {
      for (int at = from; at < to; at++) {
        if (isDirective(lines.get(at))) {
          int end = end(at, to);
          Matcher when = WHEN.matcher(directive(lines.get(at)));
          if (!when.matches()) {
            loop(at, end, values);
          } else if (substitute(at, when.group(1), values, last).equals(when.group(2))) {
            block(at + 1, end, values, last);
          }
          at = end;
        } else {
          out.append(substitute(at, lines.get(at), values, last)).append('\n');
        }
      }
    }

    private void loop(int at, int end, Map<String, String> values) {
      String directive = directive(lines.get(at));
      Matcher forEach = FOR_EACH.matcher(directive);
      String[] names;
      String[] list;
      if (forEach.matches()) {
        names = forEach.group(1).split(" ");
        String text = substitute(at, forEach.group(2), values, false).strip();
        list = text.isEmpty() ? new String[0] : text.split("[ ,]+");
        if (list.length % names.length != 0) {
          throw failure(at, "has " + list.length + " values for " + names.length + " names");
        }
      } else {
        Matcher loop = FOR.matcher(directive);
        if (!loop.matches()) {
          throw failure(at, "is not like //% for i = 0 to 3");
        }
        names = new String[] {loop.group(1)};
        list = range(number(at, loop.group(2), values), number(at, loop.group(3), values));
      }
      Map<String, String> inner = new LinkedHashMap<>(values);
      for (int i = 0; i < list.length; i += names.length) {
        for (int name = 0; name < names.length; name++) {
          inner.put(names[name], list[i + name]);
        }
        block(at + 1, end, inner, i > 0 && i + names.length == list.length);
      }
    }

    private static String[] range(int first, int last) {
      int step = first <= last ? 1 : -1;
      return IntStream.rangeClosed(0, Math.abs(last - first))
          .mapToObj(i -> String.valueOf(first + i * step))
          .toArray(String[]::new);
    }

    private int end(int at, int to) {
      int depth = 0;
      for (int end = at; end < to; end++) {
        if (isDirective(lines.get(end))) {
          depth += directive(lines.get(end)).equals("end") ? -1 : 1;
          if (depth == 0) {
            return end;
          }
        }
      }
      throw failure(at, "has no end");
    }

    /** A number, or a number less another one. */
    private int number(int at, String text, Map<String, String> values) {
      String[] parts = substitute(at, text, values, false).split(" - ", 2);
      try {
        return Integer.parseInt(parts[0]) - (parts.length == 1 ? 0 : Integer.parseInt(parts[1]));
      } catch (NumberFormatException malformed) {
        throw failure(at, text + " is no number");
      }
    }

    private String substitute(int at, String line, Map<String, String> values, boolean last) {
      if (!line.contains("$")) {
        return line;
      }
      String text = line;
      while (NAME.matcher(text).find()) { // again, as a value may have names
        text =
            NAME.matcher(text)
                .replaceAll(name -> Matcher.quoteReplacement(value(at, name.group(1), values)));
      }
      return LAST.matcher(text)
          .replaceAll(last ? "$2" : "$1")
          .replaceAll(" \\+ 0 \\* \\w+", "")
          .replaceAll("\\b1 \\* (?=\\w)", "");
    }

    private String value(int at, String name, Map<String, String> values) {
      String value = values.get(name);
      if (value == null) {
        throw failure(at, "$" + name + " is none of " + values.keySet());
      }
      return value;
    }

    private CannotGenerateException failure(int at, String what) {
      return new CannotGenerateException(file, at + 1, lines.get(at).strip() + ": " + what);
    }
  }
}
