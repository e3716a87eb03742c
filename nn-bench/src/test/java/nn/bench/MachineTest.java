package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  @TempDir Path root;

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  private void cache(int index, String level, String type, String size, String sharedBy)
      throws IOException {
    String folder = "sys/devices/system/cpu/cpu0/cache/index" + index + "/";
    file(folder + "level", level);
    file(folder + "type", type);
    file(folder + "size", size);
    file(folder + "shared_cpu_list", sharedBy);
  }

  @Test
  void whatLinuxTells() throws IOException {
    file(
        "proc/cpuinfo",
        """
        processor\t: 0
        vendor_id\t: GenuineIntel
        cpu family\t: 6
        model\t\t: 85
        model name\t: Intel(R) Xeon(R) Processor
        flags\t\t: fpu sse2 avx avx2 fma avx512f
        """);
    cache(0, "1", "Data", "32K", "0-1");
    cache(1, "2", "Unified", "1024K", "0");
    file("sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "0-1");
    file("sys/devices/system/cpu/cpu1/topology/thread_siblings_list", "0-1");
    file("sys/devices/system/cpu/cpufreq/boost", "1");
    file("proc/loadavg", "0.52 1.25 2.00 3/160 2992");
    Machine machine = new Machine(root);
    assertEquals(
        List.of(
            "processor: Intel(R) Xeon(R) Processor, GenuineIntel, family 6 model 85, vectors of 512"
                + " bits (AVX-512), fused multiply-add",
            "caches: L1 Data 32K shared by processors 0-1, L2 1024K",
            "cores: 2 processors, these share a core: 0-1"),
        machine.lines());
    assertEquals("0.52 1.25 2.00", machine.load());
  }

  @Test
  void coresOfTheirOwn() throws IOException {
    file("sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "0");
    file("sys/devices/system/cpu/cpu1/topology/thread_siblings_list", "1");
    assertEquals(
        "cores: 2 processors, no two of them share a core", new Machine(root).lines().get(2));
  }

  @Test
  void anArm() throws IOException {
    file(
        "proc/cpuinfo",
        """
        processor\t: 0
        Features\t: fp asimd
        CPU implementer\t: 0x41
        CPU part\t: 0xd0c
        """);
    assertEquals(
        "processor: implementer 0x41 part 0xd0c, vectors of 128 bits (NEON)",
        new Machine(root).lines().get(0));
  }

  @Test
  void otherSystemsTellNothing() {
    Machine machine = new Machine(root.resolve("none"));
    assertEquals(
        List.of("processor: not known", "caches: not known", "cores: not known"), machine.lines());
    assertEquals("not known", machine.load());
  }
}
