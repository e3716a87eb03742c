/** Plug-ins of somebody else. */
@NullMarked
package com.example.rival;

import org.jspecify.annotations.NullMarked;
