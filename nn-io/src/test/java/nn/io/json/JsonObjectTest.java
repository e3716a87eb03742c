package nn.io.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
  private static final JsonObject ALL =
      JsonObject.EMPTY
          .with("number", 0.1)
          .with("whole", 25)
          .with("truth", true)
          .with("text", "a \"b\" \\ \n\t\u0001\u007f é \uD83D\uDE00 </script>")
          .with("object", JsonObject.EMPTY.with("empty", JsonObject.EMPTY))
          .with("texts", List.of("x", "y"))
          .with("mixed", List.of(1, "a", false, Map.of("b", 2), List.of()));

  private static final String TEXT =
      "{\"number\":0.1,\"whole\":25,\"truth\":true,\"text\":\"a \\\"b\\\" \\\\ \\n\\t\\u0001\\u007f é \uD83D\uDE00 </script>\","
          + "\"object\":{\"empty\":{}},\"texts\":[\"x\",\"y\"],\"mixed\":[1,\"a\",false,{\"b\":2},[]]}";

  @Test
  void isWrittenWithoutSpaceInTheOrderOfItsMembers() {
    assertEquals(TEXT, ALL.toString());
  }

  @Test
  void isReadBackAsItWas() {
    assertEquals(ALL, JsonObject.parse(ALL.toString()));
    assertEquals(ALL.hashCode(), JsonObject.parse(ALL.toString()).hashCode());
  }

  @Test
  void givesItsMembersByType() {
    assertEquals(0.1, ALL.number("number"));
    assertEquals(25, ALL.integer("whole"));
    assertEquals(25, ALL.whole("whole"));
    assertTrue(ALL.flag("truth"));
    assertEquals(List.of("x", "y"), ALL.texts("texts"));
    assertEquals(JsonObject.EMPTY, ALL.object("object").object("empty"));
    assertEquals(
        List.of(JsonObject.EMPTY.with("kind", "relu")),
        JsonObject.parse("{\"a\":[{\"kind\":\"relu\"}]}").objects("a"));
    assertTrue(ALL.has("text"));
    assertFalse(ALL.has("other"));
  }

  @Test
  void becomesPlainMapsAndLists() {
    assertEquals(
        Map.of("a", Map.of("b", List.of(1.0, Map.of("c", "d")))),
        JsonObject.parse("{\"a\":{\"b\":[1,{\"c\":\"d\"}]}}").toPlainMap());
  }

  @Test
  void theOrderOfAMapDoesNotMatter() {
    Map<String, Integer> ascending = new LinkedHashMap<>();
    ascending.put("a", 1);
    ascending.put("b", 2);
    Map<String, Integer> descending = new LinkedHashMap<>();
    descending.put("b", 2);
    descending.put("a", 1);
    assertEquals("{\"a\":1,\"b\":2}", JsonObject.of(descending).toString());
    assertEquals(JsonObject.of(ascending).toString(), JsonObject.of(descending).toString());
  }

  private static void wrong(String message, Runnable action) {
    assertEquals(message, assertThrows(JsonException.class, action::run).getMessage());
  }

  @Test
  void anotherTypeIsRefused() {
    wrong("member 'number' must be a text", () -> ALL.text("number"));
    wrong("member 'number' must be a whole number of 32 bits: 0.1", () -> ALL.integer("number"));
    wrong("member 'number' must be a whole number up to 2^53: 0.1", () -> ALL.whole("number"));
    wrong("member 'mixed' must be a list of texts", () -> ALL.texts("mixed"));
    wrong("member 'a' is missing, there are []", () -> JsonObject.EMPTY.flag("a"));
    wrong("unknown member 'number'; known are [whole]", () -> ALL.requireOnly(List.of("whole")));
  }

  @Test
  void whatIsNoJsonValueIsRefused() {
    Map<String, Object> withNull = new LinkedHashMap<>();
    withNull.put("a", Arrays.asList("b", null));
    String rule = "json: a value must be a text, a number, a truth value, a map or a list: ";
    assertEquals(
        rule + "null",
        assertThrows(IllegalArgumentException.class, () -> JsonObject.of(withNull)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> JsonObject.of(Map.of(1, "a")));
    assertThrows(IllegalArgumentException.class, () -> ALL.with("x", Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> ALL.with("number", 1));
    assertThrows(
        IllegalArgumentException.class, () -> JsonObject.EMPTY.with("a", "\uD83D").toString());
  }

  private static JsonException refused(String text) {
    return assertThrows(JsonException.class, () -> JsonObject.parse(text), text);
  }

  @Test
  void aTextThatReadersCouldSeeDifferentlyIsRefused() {
    for (String text :
        List.of(
            "",
            "{",
            "{}{}",
            "{} 1",
            "[]",
            "1",
            "\uFEFF{}",
            "{\"a\":1,\"a\":1}",
            "{\"a\":{\"b\":1,\"b\":2}}",
            "{\"a\":null}",
            "{\"a\":[null]}",
            "{\"a\":NaN}",
            "{\"a\":1e999}",
            "{\"a\":01}",
            "{\"a\":+1}",
            "{\"a\":.5}",
            "{'a':1}",
            "{a:1}",
            "{\"a\":1,}",
            "{\"a\":\"\\ud83d\"}",
            "{\"\\ude00\":1}",
            "{\"a\":\"\n\"}",
            "{\"a\":\"\\x\"}",
            "{}//")) {
      assertFalse(refused(text).isTooLarge(), text);
    }
  }

  @Test
  void theByteIsNamed() {
    assertEquals(9, refused("{\"é\":1,]}").offset()); // after the one that is wrong
  }

  @Test
  void whatIsNotUtf8IsRefusedWhereverItIs() {
    for (String before : List.of("", "a".repeat(5000))) {
      byte[] bytes = ("{\"" + before + "\u00e9\":1}").getBytes(StandardCharsets.ISO_8859_1);
      JsonException refused =
          assertThrows(JsonException.class, () -> new JsonTokens(bytes, 0, bytes.length, 9));
      assertEquals("the text must be UTF-8", refused.getMessage());
      assertEquals(2 + before.length(), refused.offset());
    }
    byte[] utf16 = "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE);
    assertThrows(JsonException.class, () -> new JsonTokens(utf16, 0, utf16.length, 9).object());
  }

  @Test
  void depthLengthAndNumberOfValuesAreLimited() {
    assertTrue(refused("{\"a\":" + "[".repeat(300)).isTooLarge());
    assertTrue(refused("{\"a\":" + "1".repeat(200) + "}").isTooLarge());
    assertTrue(refused("{\"" + "a".repeat(10_000) + "\":1}").isTooLarge());
    String many = "{\"a\":[" + "0,".repeat(200_000) + "0]}";
    assertTrue(refused(many).isTooLarge());
    assertTrue(JsonObject.parse(many, 200_006).has("a")); // {, a, [, 200,001 numbers, ] and }
    assertThrows(JsonException.class, () -> JsonObject.parse(many, 200_005));
  }
}
