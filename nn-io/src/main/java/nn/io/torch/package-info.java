/** Files of PyTorch: tensors and their names, and nothing that would have to be executed. */
@NullMarked
package nn.io.torch;

import org.jspecify.annotations.NullMarked;
