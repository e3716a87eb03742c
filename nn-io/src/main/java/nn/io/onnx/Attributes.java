package nn.io.onnx;

import java.util.ArrayList;
import java.util.List;

/** The attributes of a node ({@code AttributeProto}), in the order in which they are added. */
final class Attributes {
  private static final int NAME = 1;
  private static final int FLOAT = 2;
  private static final int INTEGER = 3;
  private static final int INTEGERS = 8;
  private static final int TYPE = 20;

  private final List<ProtoMessage> messages = new ArrayList<>();

  private Attributes add(ProtoMessage attribute, int type) {
    messages.add(attribute.integer(TYPE, type));
    return this;
  }

  /** A whole number. */
  Attributes integer(String name, long value) {
    return add(new ProtoMessage().text(NAME, name).integer(INTEGER, value), 2);
  }

  /** A number, which is a float whatever the tensors are. */
  Attributes number(String name, float value) {
    return add(new ProtoMessage().text(NAME, name).number(FLOAT, value), 1);
  }

  /** Whole numbers. */
  Attributes integers(String name, long... values) {
    return add(new ProtoMessage().text(NAME, name).integers(INTEGERS, values), 7);
  }

  List<ProtoMessage> messages() {
    return messages;
  }
}
