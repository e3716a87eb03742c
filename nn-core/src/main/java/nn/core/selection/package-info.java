/** Which of several ways to train is best: folds, cross-validation, grid and random search. */
@NullMarked
package nn.core.selection;

import org.jspecify.annotations.NullMarked;
