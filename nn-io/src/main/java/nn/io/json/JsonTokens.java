package nn.io.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.api.Message;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a JSON text, read once from the first to the last: UTF-8 without a byte order mark,
 * no name twice in an object, no text that is not Unicode, no null, nothing after the first value.
 * What breaks a rule ends in a {@link JsonException} with the byte.
 */
public final class JsonTokens {
  private static final int MAX_DEPTH = 200;
  private static final int MAX_NUMBER = 100;
  private static final int MAX_NAME = 1 << 12;
  private static final int PIECE = 1 << 10;

  /** Up to here every whole number is a double. */
  private static final long EXACT = 1L << 53;

  private final JsonParser parser;
  private final int most;
  private int tokens;
  private @Nullable JsonToken peeked;

  /**
   * A text within an array of bytes, which is not copied.
   *
   * @param most tokens that it may have: each takes some hundred bytes of memory at most
   */
  public JsonTokens(byte[] bytes, int from, int length, int most) {
    requireUtf8(ByteBuffer.wrap(bytes, from, length).slice());
    this.most = most;
    try {
      parser = factory(length).createParser(bytes, from, length);
    } catch (IOException impossible) {
      throw new UncheckedIOException("a parser of bytes in memory reads nothing", impossible);
    }
  }

  /**
   * What Jackson 2.15 has, which Spark 3.5 brings. Later ones count tokens and measure names, too.
   */
  private static JsonFactory factory(int length) {
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.CHARSET_DETECTION) // else two bytes could make it UTF-16
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER)
                .maxStringLength(Math.max(1, length))
                .build())
        .build();
  }

  private static void requireUtf8(ByteBuffer bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer piece = CharBuffer.allocate(PIECE);
    CoderResult result;
    do {
      result = decoder.decode(bytes, piece.clear(), true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw JsonException.at(bytes.position(), "the text must be UTF-8");
    }
  }

  /** The byte after the last token that was read. */
  public long offset() {
    return parser.currentLocation().getByteOffset();
  }

  private JsonToken next() {
    JsonToken token = peeked == null ? advance() : peeked;
    peeked = null;
    return token;
  }

  private JsonToken peek() {
    if (peeked == null) {
      peeked = advance();
    }
    return peeked;
  }

  private JsonToken advance() {
    try {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw JsonException.at(offset(), "the text ends too early");
      }
      if (++tokens > most) {
        throw tooLarge(Message.of("it has more than %d tokens", most));
      }
      return token;
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  private JsonException failed(IOException failure) {
    String rule =
        failure instanceof JsonProcessingException known
            ? known.getOriginalMessage().lines().findFirst().orElse("")
            : String.valueOf(failure.getMessage());
    return failure instanceof StreamConstraintsException
        ? tooLarge(rule)
        : JsonException.at(offset(), "the text must be JSON: " + rule);
  }

  private JsonException tooLarge(String rule) {
    return JsonException.tooLarge(offset(), "the text must keep within limits: " + rule);
  }

  private void require(JsonToken expected, String what) {
    JsonToken token = next();
    if (token != expected) {
      throw JsonException.at(offset(), "there must be " + what + ", not " + name(token));
    }
  }

  private static String name(JsonToken token) {
    return switch (token) {
      case START_OBJECT, END_OBJECT -> "an object";
      case START_ARRAY, END_ARRAY -> "an array";
      case VALUE_STRING, FIELD_NAME -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a truth value";
      default -> "null";
    };
  }

  /** Begins an object; {@link #name} goes through it. */
  public void beginObject() {
    require(JsonToken.START_OBJECT, "an object");
  }

  /** The next name of the object that was begun last, or null at its end. */
  public @Nullable String name() {
    if (next() == JsonToken.END_OBJECT) {
      return null;
    }
    String name = unicode();
    if (name.length() > MAX_NAME) {
      throw tooLarge(Message.of("a name has %d characters, more than %d", name.length(), MAX_NAME));
    }
    return name;
  }

  /** Begins an array; {@link #hasNext} goes through it. */
  public void beginArray() {
    require(JsonToken.START_ARRAY, "an array");
  }

  /** Whether there is another element in the array that was begun last; if not, it is left. */
  public boolean hasNext() {
    if (peek() != JsonToken.END_ARRAY) {
      return true;
    }
    next();
    return false;
  }

  /** The next value, a text. */
  public String text() {
    require(JsonToken.VALUE_STRING, "a text");
    return unicode();
  }

  /** The next value, a whole number from 0 to 2⁵³, in digits alone. */
  public long whole() {
    require(JsonToken.VALUE_NUMBER_INT, "a whole number");
    String digits = string();
    long value = digits.length() > 16 || digits.startsWith("-") ? -1 : Long.parseLong(digits);
    if (value < 0 || value > EXACT) {
      throw JsonException.at(offset(), "there must be a number from 0 to 2^53, not " + digits);
    }
    return value;
  }

  /** Passes over a null; whether there was one. */
  public boolean skipNull() {
    if (peek() != JsonToken.VALUE_NULL) {
      return false;
    }
    next();
    return true;
  }

  /**
   * The next value: a {@link JsonObject}, an unmodifiable {@link List}, a {@link String}, a {@link
   * Double} or a {@link Boolean}.
   */
  public Object value() {
    return switch (peek()) {
      case START_OBJECT -> object();
      case START_ARRAY -> list();
      case VALUE_STRING -> text();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE, VALUE_FALSE -> next() == JsonToken.VALUE_TRUE;
      default -> throw JsonException.at(offset(), "there must be a value, not null");
    };
  }

  JsonObject object() {
    beginObject();
    Map<String, Object> members = new LinkedHashMap<>();
    for (String name = name(); name != null; name = name()) {
      members.put(name, value());
    }
    return new JsonObject(members);
  }

  private List<Object> list() {
    beginArray();
    List<Object> elements = new ArrayList<>();
    while (hasNext()) {
      elements.add(value());
    }
    return List.copyOf(elements);
  }

  private double number() {
    next();
    double value = Double.parseDouble(string());
    if (!Double.isFinite(value)) {
      throw JsonException.at(offset(), "there must be a number of 64 bits, not " + string());
    }
    return value;
  }

  private String string() {
    try {
      return parser.getText();
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  /** The current text, which may have been written with escapes that are no Unicode. */
  private String unicode() {
    String text = string();
    int wrong = JsonText.firstLoneSurrogate(text);
    if (wrong >= 0) {
      throw JsonException.at(
          offset(),
          Message.of(
              "a text must be Unicode, without half a surrogate pair: \\u%04x",
              (int) text.charAt(wrong)));
    }
    return text;
  }

  /** Requires that the text ends here, but for white space. */
  public void end() {
    try {
      if (parser.nextToken() != null) {
        throw JsonException.at(offset(), "there must be one value alone");
      }
    } catch (IOException failure) {
      throw failed(failure);
    }
  }
}
