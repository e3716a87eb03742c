package nn.io.malformed;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Tables with a fault. */
final class MalformedCsv {
  private static final String RIGHT = "x,y,colour\n1,2,red\n3,4,\"green\"\n5,6,blue\n";

  private MalformedCsv() {}

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Some records without a fault. */
  private static String records(Random random) {
    StringBuilder text = new StringBuilder("x,y,colour\n");
    for (int record = random.nextInt(20); record >= 0; record--) {
      text.append(random.nextInt(100)).append(',').append(random.nextDouble()).append(",red\n");
    }
    return text.toString();
  }

  static void addTo(MalformedFiles files) {
    files.draw(Reader.CSV, "a cell too few", random -> utf8(records(random) + "1,2\n" + "1,2,a\n"));
    files.draw(Reader.CSV, "a cell too many", random -> utf8(records(random) + "1,2,a,4\n"));
    files.draw(
        Reader.CSV,
        "a quote that does not end",
        random -> utf8(records(random) + "1,2,\"red\n1,2,a\n"));
    files.draw(
        Reader.CSV,
        "a zero byte",
        random -> {
          String text = records(random);
          int at = random.nextInt(text.length());
          return utf8(text.substring(0, at) + "\0" + text.substring(at));
        });
    files.draw(
        Reader.CSV, "noise", random -> Bytes.join(new byte[] {0}, Bytes.noise(random, 2000)));
    for (String nothing : List.of("", "\n", "\r\n\r\n", "\ufeff", " \n \n", "\n\n\n\n")) {
      files.add(Reader.CSV, "nothing", utf8(nothing));
    }
    for (String header : List.of("x,x\n1,2\n", "a,b,a\n1,2,3\n", "a, a\n1,2\n", "\"a\",a\n1,2\n")) {
      files.add(Reader.CSV, "a name twice", utf8(header));
    }
    files.add(Reader.CSV, "a name twice", utf8("\"a\nb\",\"a\nb\"\n1,2\n"));
    for (String header : List.of("x,,z\n1,2,3\n", ",\n1,2\n", "x,y,\n1,2,3\n", "\"\",y\n1,2\n")) {
      files.add(Reader.CSV, "a column without a name", utf8(header));
    }
    files.add(
        Reader.CSV,
        "of another format",
        MalformedModels.model(),
        MalformedModels.checkpoint(),
        MalformedTorch.right(),
        MalformedIdx.images(3),
        MalformedNumpy.array(9));
    files.add(Reader.CSV, "very many cells too many", utf8(RIGHT + "1,".repeat(20_000) + "\n"));
    files.add(Reader.CSV, "a cell without an end", utf8(RIGHT + "1,2,\"" + "x".repeat(500_000)));
    files.add(Reader.CSV, "a cell without an end", utf8(RIGHT + "1,2,\"" + "\"\"".repeat(300_000)));
  }
}
