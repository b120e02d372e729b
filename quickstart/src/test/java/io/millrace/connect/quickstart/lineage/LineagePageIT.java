// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: Debian's chromium, headless. */
class LineagePageIT {
    /** Written by the catalog transform: PostgreSQL to topic, and topic to BigQuery with the names masked. */
    private static final Path SAMPLE = Path.of("src/test/resources/lineage/sample.ndjson");

    @TempDir
    Path profile;

    private static Optional<String> chromium() {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private String browse(LineagePage page, String... more) throws IOException, InterruptedException {
        Optional<String> chromium = chromium();
        assumeTrue(chromium.isPresent(), "no chromium on the PATH");
        List<String> command = new ArrayList<>(List.of(
                chromium.orElseThrow(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--user-data-dir=" + profile,
                "--window-size=1500,1050",
                "--virtual-time-budget=4000"));
        command.addAll(List.of(more));
        command.add(page.address().toString());
        Path out = profile.resolve("out.html");
        Process browser = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(profile.resolve("err.txt").toFile())
                .start();
        assertThat(browser.waitFor(120, TimeUnit.SECONDS)).as("chromium ends").isTrue();
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    @Test
    void thePageDrawsTheGraphFromDatabaseToBigQuery() throws Exception {
        try (LineagePage page = LineagePage.serve(SAMPLE)) {
            String dom = browse(page, "--dump-dom");

            assertThat(dom)
                    .contains("<h3>shop.public.customers</h3>", "<h3>shop.raw.customers</h3>")
                    .contains("Kafka topics", "BigQuery tables", "upstream tables")
                    .contains("team:orders · STEWARD")
                    .contains("masked: crypto-deterministic EMAIL_ADDRESS")
                    .contains("pg.public.customers-value/3");
            assertThat(dom.split("class=\"dataset-edge\"", -1))
                    .as("edges drawn")
                    .hasSize(3);
            assertThat(dom.split("path d=[^>]* class=\"masked\"", -1))
                    .as("masked columns drawn")
                    .hasSize(2);
        }
    }

    @Test
    void thePageSaysSoWhileThereIsNothingToDraw() throws Exception {
        try (LineagePage page = LineagePage.serve(profile.resolve("none.ndjson"))) {
            assertThat(browse(page, "--dump-dom")).contains("Waiting for the first event…");
        }
    }

    @Test
    void aScreenshotCanBeTaken() throws Exception {
        Path picture = Optional.ofNullable(System.getProperty("lineage.screenshot"))
                .map(Path::of)
                .orElse(profile.resolve("lineage.png"));
        try (LineagePage page = LineagePage.serve(SAMPLE)) {
            browse(page, "--screenshot=" + picture.toAbsolutePath());

            assertThat(Files.size(picture)).isGreaterThan(10_000);
        }
    }
}
