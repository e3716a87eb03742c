package nn.spark;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.training.Epoch;
import nn.core.training.Training;
import nn.core.training.TrainingListener;
import nn.core.training.TrainingStep;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** 200 steps take no more memory than 20. */
class SparkTrainingMemoryTest {
  private static final int STEPS = 200;
  private static final int EVERY = 20;

  /** Of 100,000 parameters in FLOAT64; in 180 steps a leak of one copy would be 144 MB. */
  private static final long COPY = 800_000;

  /** What is measured between steps. */
  private static final class Memory implements TrainingListener {
    final List<Integer> blocks = new ArrayList<>();
    final List<Long> heap = new ArrayList<>();

    @Override
    public void epochEnded(Epoch epoch) {}

    @Override
    public void stepEnded(TrainingStep step) {
      if (step.number() % EVERY == 0) {
        blocks.add(broadcastBlocks());
        System.gc();
        heap.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
    }

    /** Spark removes them some time after they were destroyed. */
    private static int broadcastBlocks() {
      int blocks = Integer.MAX_VALUE;
      for (int waits = 0; waits < 600; waits++) {
        int now = SparkEnv.get().blockManager().blockInfoManager().size();
        if (now >= blocks) {
          return blocks;
        }
        blocks = now;
        pause();
      }
      return blocks;
    }

    private static void pause() {
      try {
        Thread.sleep(100);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    }
  }

  @Test
  void itDoesNotGrowWithTheSteps() {
    DataSet data = Moons.make(64, 0.2, 3);
    Memory memory = new Memory();
    Training training = Training.epochs(STEPS).shards(4).learningRate(0.1).listener(memory);
    try (Cluster cluster = Cluster.start("local[2]");
        Backend backend = Backends.open("naive", new BackendOptions(DType.FLOAT64, 1));
        Network network =
            Network.inputs(2)
                .dense(300, relu())
                .dense(330, relu())
                .dense(1, sigmoid())
                .build(backend)) {
      Dataset<Row> table = TrainingTables.of(cluster.session(), data, 2);
      SparkTraining.of(training).orderBy("id").fit(network, table, "features", "label");
    }
    int last = memory.blocks.size() - 1;
    assertTrue(memory.blocks.get(last) <= memory.blocks.get(0) + 8, "blocks: " + memory.blocks);
    assertTrue(
        memory.heap.get(last) < memory.heap.get(0) + STEPS / 10 * COPY, "heap: " + memory.heap);
  }
}
