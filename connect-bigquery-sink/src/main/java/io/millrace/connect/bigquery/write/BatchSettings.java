// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

import java.time.Duration;

/**
 * When a request is cut and how long its answer may take.
 *
 * @param maxBytes a request is sent before its rows exceed this, in bytes
 * @param maxRows a request is sent when it has this many rows
 * @param linger a request is sent when its first row is this old
 * @param timeout how long an answer is waited for before the request is given up and repeated
 */
public record BatchSettings(int maxBytes, int maxRows, Duration linger, Duration timeout) {}
