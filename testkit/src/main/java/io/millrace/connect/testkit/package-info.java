/**
 * What every plugin's tests share: the rules of the house and the renderer of the configuration reference. Comes in: a
 * plugin's classes or its ConfigDef; goes out: assertions or Markdown. Runs on the test's thread.
 */
@NullMarked
package io.millrace.connect.testkit;

import org.jspecify.annotations.NullMarked;
