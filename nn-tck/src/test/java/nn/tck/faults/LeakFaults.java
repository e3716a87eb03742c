package nn.tck.faults;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nn.api.Tensor;
import nn.api.Tier;

/** Memory that is never freed, on the heap and elsewhere. */
final class LeakFaults {

  private LeakFaults() {}

  static List<Fault> all() {
    return List.of(
        tensorsInAList(),
        packedInAMap(),
        tensorsOfAThread(),
        nativeCopiesStay(),
        nativeMemoryOfABackend());
  }

  private static Fault tensorsInAList() {
    return Fault.of(
        "workspace",
        "a backend keeps tensors of T elements or more in a list until it is closed",
        "deepjavalibrary/djl#690",
        new Threshold(1, 4_096),
        (right, t) ->
            new Arenas(right) {
              private final List<Tensor> all = Collections.synchronizedList(new ArrayList<>());

              @Override
              void made(Arenas.Arena arena, Tensor tensor) {
                if (size(tensor) >= t) {
                  all.add(tensor);
                }
              }
            });
  }

  private static Fault packedInAMap() {
    return Fault.of(
        "matmul",
        "matmul keeps its packed operands of more than T elements in a map by tensor",
        "bytedeco/javacpp#239",
        new Threshold(1, 4_096),
        (right, t) ->
            new CalledBackend(right) {
              private final Map<Tensor, double[]> packed =
                  Collections.synchronizedMap(new HashMap<>());

              @Override
              protected void around(Call call) {
                super.around(call);
                if (call.is("matmul") && size(call.operand(1)) > t) {
                  packed.put(call.operand(1), values(call.operand(1)));
                }
              }
            });
  }

  private static Fault tensorsOfAThread() {
    return Fault.of(
            "apply",
            "a thread keeps the operands of its calls of apply with T operands or more",
            "tensorflow/tensorflow#48888",
            new Threshold(1, 3),
            (right, t) ->
                new CalledBackend(right) {
                  private final ThreadLocal<List<Tensor>> kept =
                      ThreadLocal.withInitial(ArrayList::new);

                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    if (call.is("apply") && call.operands().length >= t) {
                      kept.get().addAll(Arrays.asList(call.written()));
                    }
                  }
                })
        .inFloats();
  }

  private static Fault nativeCopiesStay() {
    return Fault.of(
        "workspace",
        "the native copy of a tensor of more than T elements is never freed",
        "bytedeco/javacpp-presets#423",
        new Threshold(1, 1_024),
        (right, t) ->
            new Arenas(right) {
              private final List<ByteBuffer> leaked =
                  Collections.synchronizedList(new ArrayList<>());

              @Override
              void made(Arenas.Arena arena, Tensor tensor) {
                if (size(tensor) > t) {
                  leaked.add(ByteBuffer.allocateDirect(size(tensor) * dtype().bytes()));
                }
              }
            });
  }

  private static Fault nativeMemoryOfABackend() {
    List<ByteBuffer> leaked = Collections.synchronizedList(new ArrayList<>());
    return Fault.of(
            "close",
            "each backend that is opened leaves T bytes of native memory behind",
            "tensorflow/tensorflow#17930",
            new Threshold(8_192, 65_536),
            (right, t) -> {
              leaked.add(ByteBuffer.allocateDirect(t));
              return new FaultyBackend(right);
            })
        .inFloats()
        .claiming(Tier.BOUNDED);
  }
}
