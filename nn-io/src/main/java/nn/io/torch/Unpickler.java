package nn.io.torch;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nn.api.Message;
import nn.io.array.ElementType;
import nn.io.array.NumberArray;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.torch.Pickled.Dictionary;
import nn.io.torch.Pickled.Items;
import nn.io.torch.Pickled.Storage;
import nn.io.torch.Pickled.StorageType;
import nn.io.torch.Pickled.Symbol;
import nn.io.torch.Pickled.Word;

/**
 * Follows the instructions of a pickle of protocol 2 (Python's {@code Lib/pickletools.py}), of
 * which it knows the 31 that {@code torch.save} needs. A name is a symbol here, one of a closed
 * list, and calling it builds a dictionary or a view of a storage.
 */
final class Unpickler {
  private static final int PROTOCOL = 2;
  private static final int MAX_GLOBAL = 256;

  /** The instructions that take a few bytes and make an object of a hundred. */
  private static final String MAKING = ")\u0085\u0086\u0087t]}qr";

  private final FileSource source;
  private final long offset; // of the pickle in the file
  private final ByteBuffer in;
  private final Storages storages;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private long left; // lists, dictionaries and what is remembered that may still be made
  private int instruction; // where the current one begins

  /**
   * A pickle.
   *
   * @param offset of its bytes in the file, for messages
   * @param most lists, dictionaries and what is remembered of them, in all
   */
  Unpickler(FileSource source, long offset, ByteBuffer bytes, Storages storages, long most) {
    left = most;
    this.source = source;
    this.offset = offset;
    this.storages = storages;
    in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Follows all instructions. */
  Object run() {
    try {
      if (in.get() != (byte) 0x80 || in.get() != PROTOCOL) {
        throw problem(
            FileProblem.UNSUPPORTED,
            "a pickle must be of protocol 2; save it without" + " another pickle_protocol");
      }
      int opcode = next();
      while (opcode != '.') {
        follow(opcode);
        opcode = next();
      }
      return pop();
    } catch (BufferUnderflowException early) {
      throw problem(FileProblem.TRUNCATED, "the pickle ends too early; get the whole file again");
    }
  }

  private int next() {
    instruction = in.position();
    return in.get() & 0xff;
  }

  private void follow(int opcode) {
    if (MAKING.indexOf(opcode) >= 0 && --left < 0) {
      throw problem(
          FileProblem.TOO_LARGE,
          "it makes too many lists for its size; save the state dictionary alone");
    }
    switch (opcode) {
      case '(' -> push(Word.MARK);
      case 'N' -> push(Word.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'K' -> push((long) (in.get() & 0xff));
      case 'M' -> push((long) (in.getShort() & 0xffff));
      case 'J' -> push((long) in.getInt());
      case 0x8a -> push(longNumber());
      case 'G' -> push(bigEndianDouble());
      case 'X' -> push(text());
      case ')' -> push(new Items(List.of()));
      case 0x85 -> push(new Items(popped(1)));
      case 0x86 -> push(new Items(popped(2)));
      case 0x87 -> push(new Items(popped(3)));
      case 't' -> push(new Items(poppedToMark()));
      case ']' -> push(new Items(List.of()));
      case 'a' -> append(popped(1));
      case 'e' -> append(poppedToMark());
      case '}' -> push(new Dictionary());
      case 's' -> setItems(popped(2));
      case 'u' -> setItems(poppedToMark());
      case 'q' -> memo.put(in.get() & 0xff, top());
      case 'r' -> memo.put(in.getInt(), top());
      case 'h' -> push(remembered(in.get() & 0xff));
      case 'j' -> push(remembered(in.getInt()));
      case 'c' -> push(global());
      case 'Q' -> push(storage(pop()));
      case 'R' -> push(call(popped(2)));
      case 'b' -> build(pop());
      default ->
          throw problem(
              FileProblem.UNSUPPORTED,
              Message.of(
                  "instruction 0x%02x of a pickle is not followed; save the state dictionary alone:"
                      + " torch.save(model.state_dict(), FILE)",
                  opcode));
    }
  }

  // ---- the stack

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() {
    if (stack.isEmpty() || stack.get(stack.size() - 1) == Word.MARK) {
      throw malformed("a value is missing");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    Object top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  /**
   * The last values, the last one last. They are not inserted before each other: C2 of JDK 17 then
   * has {@code get(1)} give the first one.
   */
  private List<Object> popped(int count) {
    Object[] values = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      values[i] = pop();
    }
    return Arrays.asList(values);
  }

  private List<Object> poppedToMark() {
    int mark = stack.lastIndexOf(Word.MARK);
    if (mark < 0) {
      throw malformed("a mark is missing");
    }
    List<Object> above = stack.subList(mark + 1, stack.size());
    List<Object> values = List.copyOf(above);
    stack.subList(mark, stack.size()).clear();
    return values;
  }

  private Object remembered(int index) {
    Object value = memo.get(index);
    if (value == null) {
      throw malformed("nothing is remembered as " + index);
    }
    return value;
  }

  // ---- numbers and text

  private long longNumber() {
    int count = in.get() & 0xff;
    if (count > Long.BYTES) {
      throw problem(
          FileProblem.UNSUPPORTED,
          "a whole number must fit in 64 bits; save the state dictionary alone");
    }
    long value = 0;
    for (int i = 0; i < count; i++) {
      long digit = i == count - 1 ? in.get() : in.get() & 0xff; // the last one has the sign
      value |= digit << (Byte.SIZE * i);
    }
    return value;
  }

  private double bigEndianDouble() {
    return Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
  }

  private String text() {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer bytes = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException surrogates) {
      throw malformed("text must be UTF-8");
    }
  }

  // ---- lists and dictionaries

  private void append(List<Object> values) {
    if (!(top() instanceof Items list)) {
      throw malformed("values must be appended to a list");
    }
    list.values().addAll(values);
  }

  private void setItems(List<Object> keysAndValues) {
    if (!(top() instanceof Dictionary dictionary) || keysAndValues.size() % 2 != 0) {
      throw malformed("items must be set in a dictionary");
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      if (!(key instanceof String || key instanceof Long)) {
        throw problem(
            FileProblem.UNSUPPORTED,
            "keys must be text or whole numbers; save the state dictionary alone");
      }
      if (dictionary.items().put(key, keysAndValues.get(i + 1)) != null) {
        throw malformed("a key must be set once");
      }
    }
  }

  /** Attributes, as a state dictionary's versions of modules, are left out. */
  private void build(Object attributes) {
    if (!(top() instanceof Dictionary) || !(attributes instanceof Dictionary)) {
      throw malformed("attributes must be a dictionary's");
    }
  }

  // ---- names, storages, tensors

  private Object global() {
    String module = line();
    String name = line();
    ElementType type = module.equals("torch") ? Storages.type(name) : null;
    if (type != null) {
      return new StorageType(type);
    }
    return switch (module + "." + name) {
      case "collections.OrderedDict" -> Symbol.ORDERED_DICTIONARY;
      case "torch._utils._rebuild_tensor_v2" -> Symbol.REBUILD_TENSOR;
      case "torch._utils._rebuild_parameter" -> Symbol.REBUILD_PARAMETER;
      default ->
          throw problem(
              FileProblem.UNSUPPORTED,
              Message.of(
                  "objects of '%s.%s' are not read, since that could execute anything; save the"
                      + " state dictionary alone: torch.save(model.state_dict(), FILE)",
                  module, name));
    };
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (int c = in.get(); c != '\n'; c = in.get()) {
      if (c <= ' ' || c == 0x7f || line.length() == MAX_GLOBAL) {
        throw malformed("a name must be at most " + MAX_GLOBAL + " letters of ASCII");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  /** {@code ('storage', type, key, location, number of elements)}. */
  private Storage storage(Object id) {
    List<Object> words = id instanceof Items items ? items.values() : List.of();
    if (words.size() == 5
        && words.get(0).equals("storage")
        && words.get(1) instanceof StorageType type
        && words.get(2) instanceof String key
        && words.get(4) instanceof Long elements) {
      return storages.open(type.type(), key, elements);
    }
    throw malformed("a storage must have type, key, location and number of elements");
  }

  private Object call(List<Object> symbolAndArguments) {
    if (!(symbolAndArguments.get(1) instanceof Items arguments)) {
      throw malformed("a call must have arguments");
    }
    Object symbol = symbolAndArguments.get(0);
    if (symbol == Symbol.ORDERED_DICTIONARY && arguments.values().isEmpty()) {
      return new Dictionary();
    }
    if (symbol == Symbol.REBUILD_TENSOR) {
      return tensor(arguments.values());
    }
    if (symbol == Symbol.REBUILD_PARAMETER
        && !arguments.values().isEmpty()
        && arguments.values().get(0) instanceof NumberArray array) {
      return array;
    }
    throw malformed("only a dictionary, a tensor or a parameter is made by a call");
  }

  /** {@code (storage, offset, size, stride, requires_grad, hooks[, metadata])}. */
  private NumberArray tensor(List<Object> arguments) {
    if (arguments.size() >= 6
        && arguments.get(0) instanceof Storage storage
        && arguments.get(1) instanceof Long first
        && arguments.get(2) instanceof Items size
        && arguments.get(3) instanceof Items stride) {
      try {
        return NumberArray.strided(
            storage.type(),
            integers(size),
            storage.bytes(),
            Math.toIntExact(first),
            integers(stride).stream().mapToInt(Integer::intValue).toArray());
      } catch (IllegalArgumentException | ArithmeticException outside) {
        throw malformed("a tensor must lie in its storage: " + outside.getMessage());
      }
    }
    throw malformed("a tensor must have storage, offset, size and stride");
  }

  private List<Integer> integers(Items items) {
    List<Integer> integers = new ArrayList<>();
    for (Object value : items.values()) {
      if (!(value instanceof Long number)) {
        throw malformed("sizes and strides must be whole numbers");
      }
      integers.add(Math.toIntExact(number));
    }
    return integers;
  }

  // ---- problems

  private FileFormatException malformed(String rule) {
    return problem(FileProblem.MALFORMED, rule + "; get the whole file again");
  }

  private FileFormatException problem(FileProblem problem, String rule) {
    return source.problem(offset + instruction, problem, rule);
  }
}
