// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks;

import static java.util.Objects.requireNonNull;

import io.millrace.connect.dlp.detect.Inspector;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Looking for the default set of infoTypes in 1 KiB of text, against twelve regular expressions for twelve of them,
 * and how the engine's time grows with texts made to slow it down.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(3)
public class DetectBenchmark {

    private static final int TEXTS = 512;
    private static final int LENGTH = 1_024;
    private static final int FACTOR = 64;
    private static final int ROUNDS = 30;

    private static final List<String> BEGINNINGS = List.of(
            "1-",
            "1 ",
            "1.",
            "12:",
            "a:",
            "http://",
            "a.",
            "@a.",
            "a@",
            "password=",
            "eyJ.",
            "+1 ",
            "(1",
            "AAAA",
            "::",
            "4111 ",
            "415-555-0890 ",
            "2024-01-01 ",
            "-----BEGIN PRIVATE KEY-----",
            "1a",
            "\"@");

    // What finds the same without an engine of its own: patterns as they are passed around, one for each of twelve.
    private static final Pattern[] EXPRESSIONS = List.of(
                    "\\b[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}\\b",
                    "\\b(?:4\\d{3}|5[1-5]\\d{2}|2[2-7]\\d{2}|3[0-9]\\d{2}|6\\d{3})(?:[ -]?\\d{3,6}){2,3}\\b",
                    "\\b(?!000|666|9)\\d{3}[- .]?(?!00)\\d{2}[- .]?(?!0000)\\d{4}\\b",
                    "\\b[A-Z]{2}\\d{2}(?: ?[A-Z0-9]){11,30}\\b",
                    "(?:\\+?\\d{1,3}[ .-]?)?\\(?\\d{2,4}\\)?[ .-]?\\d{3,4}[ .-]?\\d{3,4}(?: ?(?:x|ext\\.?) ?\\d+)?\\b",
                    "\\b(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\b",
                    "(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}:){1,7}:"
                            + "|(?:[0-9A-Fa-f]{1,4}:){1,6}:[0-9A-Fa-f]{1,4}"
                            + "|(?:[0-9A-Fa-f]{1,4}:){1,5}(?::[0-9A-Fa-f]{1,4}){1,2}"
                            + "|(?:[0-9A-Fa-f]{1,4}:){1,3}(?::[0-9A-Fa-f]{1,4}){1,4}"
                            + "|[0-9A-Fa-f]{1,4}:(?::[0-9A-Fa-f]{1,4}){1,6}|:(?:(?::[0-9A-Fa-f]{1,4}){1,7}|:))",
                    "\\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\\b",
                    "\\b(?:https?|ftp)://[^\\s\"<>]+|\\b(?:[A-Za-z0-9-]+\\.)+(?:com|org|net|io|de|fr|uk|info)\\b",
                    "\\b(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/. ](?:\\d{1,2}|[A-Z][a-z]{2,8})[-/. ,]+\\d{2,4})\\b",
                    "\\beyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\b",
                    "\\b(?:AKIA[0-9A-Z]{16}|AIza[0-9A-Za-z_-]{35}|ghp_[0-9A-Za-z]{36})\\b")
            .stream()
            .map(Pattern::compile)
            .toArray(Pattern[]::new);

    /** Running text, log records dense with digits, or documents in documents. */
    @Param({"prose", "digits", "json"})
    public String kind = "prose";

    private final Inspector inspector = inspector();
    private String[] texts = {};
    private int next;

    private static Inspector inspector() {
        return Inspector.compile(
                InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());
    }

    /** Makes the texts. */
    @Setup
    public void fill() {
        texts = new SampleTexts().of(kind, TEXTS, LENGTH);
    }

    /** What the measuring thread itself used: the clock on the wall also counts what else the machine does. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cpu {
        public long nanos;
        public long bytes;
        private long start;

        /** Begins an iteration. */
        @Setup(Level.Iteration)
        public void start() {
            start = used();
        }

        /** Ends it. */
        @TearDown(Level.Iteration)
        public void stop() {
            nanos = used() - start;
        }
    }

    private static long used() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private String text(Cpu cpu) {
        cpu.bytes += LENGTH;
        next = (next + 1) & (TEXTS - 1);
        return texts[next];
    }

    /** One text by the engine. */
    @Benchmark
    public int engine(Cpu cpu) {
        return inspector.inspect(text(cpu)).size();
    }

    /** One text by each expression in turn. */
    @Benchmark
    public int expressions(Cpu cpu) {
        String text = text(cpu);
        int found = 0;
        for (Pattern expression : EXPRESSIONS) {
            Matcher matcher = expression.matcher(text);
            while (matcher.find()) {
                found++;
            }
        }
        return found;
    }

    /**
     * Runs all; the last line is the lower of the ratios of time on prose and digits, the engine's time on prose, the
     * ratio on JSON, and how much longer a record takes with an e-mail address and a telephone number than with nothing.
     */
    public static void main(String[] args) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(DetectBenchmark.class.getName() + "\\.")
                        .include(MaskRecordBenchmark.class.getName() + "\\.")
                        .build())
                .run();
        double growth = slowestGrowth();
        for (String kind : new String[] {"prose", "digits", "json"}) {
            print(
                    "%-7s engine %5.2f ns/byte   twelve expressions %6.1f ns/byte   ratio %.0f",
                    kind,
                    perByte(results, "engine", kind),
                    perByte(results, "expressions", kind),
                    ratio(results, kind));
        }
        double nothing = perRecord(results, MaskRecordBenchmark.NOTHING);
        for (String sensitive :
                new String[] {MaskRecordBenchmark.NOTHING, MaskRecordBenchmark.MAILS, MaskRecordBenchmark.PHONE}) {
            double micros = perRecord(results, sensitive);
            print(
                    "record of 20 fields, eight texts of 100 bytes, two of them with %s: %.2f us, %.1f times",
                    sensitive, micros, micros / nothing);
        }
        print("worst growth from %d to %d bytes: %.0f times", LENGTH, LENGTH * FACTOR, growth);
        print(
                "ratio: %.0f ns_per_byte: %.2f json: %.0f phone: %.1f",
                Math.min(ratio(results, "prose"), ratio(results, "digits")),
                perByte(results, "engine", "prose"),
                ratio(results, "json"),
                perRecord(results, MaskRecordBenchmark.PHONE) / nothing);
    }

    private static double ratio(Collection<RunResult> results, String kind) {
        return perByte(results, "expressions", kind) / perByte(results, "engine", kind);
    }

    /** Microseconds for a record that holds something, or nothing. */
    private static double perRecord(Collection<RunResult> results, String sensitive) {
        double perByte = nanosPerByte(
                results,
                run -> run.getParams().getBenchmark().endsWith(".transform")
                        && run.getParams().getParam("sensitive").equals(sensitive));
        return perByte * MaskRecordBenchmark.TEXT_BYTES / 1_000;
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static double perByte(Collection<RunResult> results, String method, String kind) {
        return nanosPerByte(
                results,
                run -> run.getParams().getBenchmark().endsWith("." + method)
                        && run.getParams().getParam("kind").equals(kind));
    }

    private static double nanosPerByte(Collection<RunResult> results, Predicate<RunResult> which) {
        RunResult result = results.stream().filter(which).findFirst().orElseThrow();
        return requireNonNull(result.getSecondaryResults().get("nanos")).getScore()
                / requireNonNull(result.getSecondaryResults().get("bytes")).getScore();
    }

    /** How many times longer the worst of the made-up texts takes when it is 64 times longer. */
    private static double slowestGrowth() {
        Inspector inspector = inspector();
        double slowest = 0;
        for (String beginning : BEGINNINGS) {
            String shorter = beginning.repeat(LENGTH / beginning.length());
            String longer = beginning.repeat(LENGTH * FACTOR / beginning.length());
            long bestShorter = Long.MAX_VALUE;
            long bestLonger = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                bestShorter = Math.min(bestShorter, nanos(inspector, shorter, FACTOR) / FACTOR);
                bestLonger = Math.min(bestLonger, nanos(inspector, longer, 1));
            }
            double growth = (double) bestLonger / bestShorter;
            print("%-30s %10d ns  %10d ns  %4.0f times", beginning, bestShorter, bestLonger, growth);
            slowest = Math.max(slowest, growth);
        }
        return slowest;
    }

    private static long nanos(Inspector inspector, String text, int times) {
        int found = 0;
        long start = used();
        for (int i = 0; i < times; i++) {
            found += inspector.inspect(text).size();
        }
        return found < 0 ? 0 : used() - start;
    }
}
