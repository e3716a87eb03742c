package nn.io.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nn.api.Message;
import nn.io.array.NumberArray;
import nn.io.array.Safetensors;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.json.JsonException;
import nn.io.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a model file holds, whoever makes sense of it: the model and perhaps a training as JSON, and
 * named arrays. It is written and verified here alone; docs/model-file.md has the format.
 * Immutable.
 */
final class ModelDocument {
  /** The version that is written. */
  static final String FORMAT = "1.0";

  private static final int MAJOR = 1;
  private static final int MINOR = 0;
  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

  private static final String BEGIN = "{\"__metadata__\":{\"nn.sha256\":\"";
  private static final String THEN = "\",\"format\":\"pt\",\"nn.format\":\"";
  private static final int DIGITS = 64; // of SHA-256
  private static final int DIGEST = Long.BYTES + BEGIN.length(); // byte 38
  private static final int VERSION_AT = DIGEST + DIGITS + THEN.length();

  private static final int MOST_VERSION = 16; // characters

  /** Members of a model that a reader must understand. */
  static final String REQUIRES = "requires";

  /** That any text may have, … */
  private static final int TOKENS = 1 << 17;

  /** … and a model that is long enough for them. */
  private static final int MOST_TOKENS = 1 << 21;

  private static final int TOKEN = 4; // characters, as a category of one has with its comma

  private static final String MODEL = "nn.model";
  private static final String TRAINING = "nn.training";
  private static final List<String> METADATA =
      List.of("nn.sha256", "format", "nn.format", MODEL, TRAINING);
  private final JsonObject model;
  private final @Nullable JsonObject training;
  private final Map<String, NumberArray> arrays;
  private final boolean newer;

  /**
   * A document to be written.
   *
   * @param training null for a model alone
   * @param arrays of types F64, F32 and I64; written in this order, but those of 8 bytes first
   */
  ModelDocument(JsonObject model, @Nullable JsonObject training, Map<String, NumberArray> arrays) {
    this(model, training, arrays, false);
  }

  private ModelDocument(
      JsonObject model,
      @Nullable JsonObject training,
      Map<String, NumberArray> arrays,
      boolean newer) {
    this.model = model;
    this.training = training;
    this.arrays = arrays;
    this.newer = newer;
  }

  /** What the model is. */
  JsonObject model() {
    return model;
  }

  /** Where its training is; null for a model alone. */
  @Nullable JsonObject training() {
    return training;
  }

  /** The arrays by name. */
  Map<String, NumberArray> arrays() {
    return arrays;
  }

  /** The names of the arrays that begin with a prefix, in the file's order. */
  List<String> names(String prefix) {
    return arrays.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  /**
   * Refuses members that this version does not know, unless the file is of a later one, which may
   * have more.
   *
   * @throws JsonException if there is one
   */
  void requireOnly(JsonObject object, String... known) {
    if (!newer) {
      object.requireOnly(List.of(known));
    }
  }

  /**
   * Refuses arrays that nobody has asked for, unless the file is of a later version.
   *
   * @param known the names of all that belong to something
   * @throws FileFormatException if there are others
   */
  void requireOnly(FileSource source, Set<String> known) {
    Set<String> others = new TreeSet<>(arrays.keySet());
    others.removeAll(known);
    if (!newer && !others.isEmpty()) {
      throw source.problem(
          FileProblem.MALFORMED,
          "every array must belong to something: unknown are "
              + others
              + "; save it again with what wrote it");
    }
  }

  /** The file: the same bytes for equal documents. */
  byte[] toBytes() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("nn.sha256", "0".repeat(DIGITS));
    metadata.put("format", "pt"); // PyTorch's names and layouts
    metadata.put("nn.format", FORMAT);
    metadata.put(MODEL, model.toString());
    if (training != null) {
      metadata.put(TRAINING, training.toString());
    }
    byte[] bytes = new Safetensors(metadata, arrays).toBytes();
    byte[] digest = digest(bytes);
    System.arraycopy(digest, 0, bytes, DIGEST, DIGITS);
    return bytes;
  }

  /** The SHA-256 in hexadecimal of all bytes, with zeros where it stands itself. */
  private static byte[] digest(byte[] bytes) {
    byte[] zeros = new byte[DIGITS];
    Arrays.fill(zeros, (byte) '0');
    MessageDigest digest = sha256();
    digest.update(bytes, 0, DIGEST);
    digest.update(zeros);
    digest.update(bytes, DIGEST + DIGITS, bytes.length - DIGEST - DIGITS);
    return HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /**
   * Reads and verifies a file.
   *
   * @throws FileFormatException if it cannot be read, is no model file, has other bytes than were
   *     saved, breaks a rule, or is of a version or needs a part that is not known here
   */
  static ModelDocument read(FileSource source) {
    return parse(source, source.bytes());
  }

  /** {@link #read} of bytes that have been read; not to be changed any more. */
  static ModelDocument parse(FileSource source, byte[] bytes) {
    requireModel(source, bytes);
    if (!Arrays.equals(digest(bytes), Arrays.copyOfRange(bytes, DIGEST, DIGEST + DIGITS))) {
      throw source.problem(
          FileProblem.CORRUPT,
          "its bytes must be those that were saved: their SHA-256 is another; use a copy that is"
              + " whole");
    }
    Matcher version = version(source, bytes);
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    if (major != MAJOR) {
      throw source.problem(
          VERSION_AT, FileProblem.UNSUPPORTED, otherMajor(source, bytes, version.group()));
    }
    return of(source, Safetensors.parse(source, bytes), minor > MINOR);
  }

  private static void requireModel(FileSource source, byte[] bytes) {
    if (!BEGIN.startsWith(text(bytes, Long.BYTES, BEGIN.length()))) {
      throw source.problem(
          Math.min(bytes.length, Long.BYTES),
          FileProblem.OTHER_FORMAT,
          "this is no model that nn saved; name one, or import arrays of another program");
    }
    if (bytes.length < VERSION_AT) {
      throw source.problem(
          bytes.length, FileProblem.TRUNCATED, "it ends too early; use a copy that is whole");
    }
  }

  /** Bytes as text, as many as there are. */
  private static String text(byte[] bytes, int from, int length) {
    int begin = Math.min(from, bytes.length);
    int end = Math.min(begin + length, bytes.length);
    return new String(bytes, begin, end - begin, StandardCharsets.ISO_8859_1);
  }

  private static Matcher version(FileSource source, byte[] bytes) {
    int from = DIGEST + DIGITS;
    Matcher version = VERSION.matcher(text(bytes, VERSION_AT, MOST_VERSION));
    if (!text(bytes, from, THEN.length()).equals(THEN) || !version.lookingAt()) {
      throw source.problem(
          from, FileProblem.MALFORMED, "the version of the format must follow; save it again");
    }
    return version;
  }

  private static String otherMajor(FileSource source, byte[] bytes, String version) {
    return Message.of(
        "its format is %s%s, this nn reads %d.x; open it with an nn that reads that",
        version, writer(source, bytes), MAJOR);
  }

  /** Who wrote a file of a version of which nothing is known for sure. */
  private static String writer(FileSource source, byte[] bytes) {
    try {
      String model = Safetensors.parse(source, bytes).metadata().getOrDefault(MODEL, "{}");
      return ", written by nn "
          + JsonObject.parse(model, mostTokens(model)).object("provenance").text("nn");
    } catch (FileFormatException | JsonException unknown) {
      return "";
    }
  }

  private static ModelDocument of(FileSource source, Safetensors file, boolean newer) {
    Map<String, String> metadata = file.metadata();
    if (!newer && !METADATA.containsAll(metadata.keySet())) {
      throw source.problem(
          FileProblem.MALFORMED,
          Message.of(
              "metadata must be among %s: there are %s; save it again with what wrote it",
              METADATA, metadata.keySet()));
    }
    String text = metadata.getOrDefault(MODEL, "{}");
    JsonObject model = json(source, MODEL, text, mostTokens(text));
    requireParts(source, model);
    String training = metadata.get(TRAINING);
    return new ModelDocument(
        model,
        training == null ? null : json(source, TRAINING, training, TOKENS),
        file.arrays(),
        newer);
  }

  /**
   * What may be trained may be saved: a table has up to 100,000 columns, and each takes 8 tokens if
   * it has numbers, 12 where missing ones are filled in, some 20 if it has a few categories; in the
   * header, which has at most 16 MiB, that is a token for 8 bytes or more. A short text of many
   * tokens is no model: it would only become much larger in memory.
   */
  private static int mostTokens(String model) {
    return Math.max(TOKENS, Math.min(MOST_TOKENS, model.length() / TOKEN));
  }

  private static JsonObject json(FileSource source, String name, String text, int most) {
    try {
      return JsonObject.parse(text, most);
    } catch (JsonException refused) {
      throw malformed(source, name, refused);
    }
  }

  /** What is wrong with a member. */
  static FileFormatException malformed(FileSource source, String name, JsonException refused) {
    return source.problem(
        refused.isTooLarge() ? FileProblem.TOO_LARGE : FileProblem.MALFORMED,
        name + ": " + refused.getMessage() + "; save it again with what wrote it");
  }

  /** No part of the format is optional in this version. */
  private static void requireParts(FileSource source, JsonObject model) {
    List<String> parts;
    try {
      parts = model.has(REQUIRES) ? model.texts(REQUIRES) : List.of();
    } catch (JsonException refused) {
      throw malformed(source, MODEL, refused);
    }
    if (!parts.isEmpty()) {
      throw source.problem(
          FileProblem.UNSUPPORTED,
          "it needs what this nn does not know: " + parts + "; open it with a newer nn");
    }
  }
}
