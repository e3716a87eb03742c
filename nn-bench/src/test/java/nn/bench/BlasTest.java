package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The lines are of processes' maps. */
class BlasTest {

  @Test
  void debiansReferenceIsRecognised() {
    Blas blas =
        Blas.of(
            """
            7f1c3a200000-7f1c3a205000 r--p 00000000 08:01 394 /usr/lib/x86_64-linux-gnu/blas/libblas.so.3.12.1
            7f1c3a205000-7f1c3a29c000 r-xp 00005000 08:01 394 /usr/lib/x86_64-linux-gnu/blas/libblas.so.3.12.1
            7f1c39600000-7f1c396aa000 r--p 00000000 08:01 395 /usr/lib/x86_64-linux-gnu/lapack/liblapack.so.3.12.1
            7f1c39e00000-7f1c39e10000 rw-p 00000000 00:00 0
            """);
    assertEquals(Optional.of("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.12.1"), blas.reference());
    assertEquals(List.of("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.12.1"), blas.libraries());
  }

  /** As where NumPy has the one and another module brings the other. */
  @Test
  void referenceBesideOpenBlasIsReference() {
    assertEquals(
        Optional.of("/opt/lib/libblas.so.3"),
        Blas.of(
                """
                /usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblasp-r0.3.29.so
                /opt/lib/libblas.so.3
                """)
            .reference());
  }

  @Test
  void otherLibrariesAreNot() {
    for (String file :
        List.of(
            "/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3",
            "/usr/lib/x86_64-linux-gnu/openblas-serial/libblas.so.3",
            "/usr/lib/x86_64-linux-gnu/blis-openmp/libblas.so.4",
            "/usr/lib/x86_64-linux-gnu/atlas/libblas.so.3.10.3",
            "/opt/venv/lib/python3.13/site-packages/numpy.libs/libscipy_openblas64_-ff651d7f.so",
            "/usr/lib/x86_64-linux-gnu/libmkl_rt.so",
            "/usr/lib64/libflexiblas.so.3.4")) {
      Blas blas = Blas.of("7f00-7f01 r-xp 00000000 08:01 1 " + file);
      assertEquals(Optional.empty(), blas.reference(), file);
      assertEquals(file, blas.toString());
    }
  }

  @Test
  void modulesOfPythonAreNoBlas() {
    Blas blas =
        Blas.of(
            """
            /usr/lib/python3/dist-packages/scipy/linalg/_fblas.cpython-313-x86_64-linux-gnu.so
            Traceback (most recent call last):
            """);
    assertEquals("not known", blas.toString());
    assertEquals(Optional.empty(), blas.reference());
  }

  @Test
  void aRefusalSaysWhatToInstallAndWhatIsLeft() {
    assertEquals(
        "peers: no peer may compute with reference BLAS, which is slow for a reason that is not its"
            + " own: NumPy of /usr/bin/python3 with /usr/lib/libblas.so.3; install OpenBLAS (Debian:"
            + " apt-get install libopenblas0-pthread; if it is there, choose it with"
            + " update-alternatives --all, and have no LD_LIBRARY_PATH that leads elsewhere), or"
            + " leave them out: --work moons --without NumPy",
        Blas.refusal(
            Set.of("NumPy"),
            Set.of("/usr/lib/libblas.so.3"),
            "/usr/bin/python3",
            "--work moons --without NumPy"));
  }
}
