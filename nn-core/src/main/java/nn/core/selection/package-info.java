/**
 * Which of several ways to train is best: folds, cross-validation, grid and random search; several
 * that say the mean: bagging.
 */
@NullMarked
package nn.core.selection;

import org.jspecify.annotations.NullMarked;
