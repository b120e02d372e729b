// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.testkit.HouseRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rooms of the sink and who may know whom. A new edge is a decision: make it here, in view of all others. */
class ArchitectureTest {
    @TestFactory
    Stream<DynamicTest> houseRules() {
        return HouseRules.of("io.millrace.connect.bigquery")
                .rootMayUseEveryRoom()
                .room("model")
                .room("metrics", "model")
                .room("route", "model")
                .room("change", "model")
                .room("encode.value", "model")
                .room("schema", "model", "change", "encode.value")
                .room("encode", "model", "schema", "change", "encode.value")
                .room("encode.proto", "model", "schema", "encode", "encode.value")
                .room("encode.json", "model", "schema", "encode", "encode.value")
                .room("encode.avro", "model", "schema", "encode", "encode.value")
                .room("table.design", "model")
                .room("table", "model", "schema", "table.design")
                .room("write", "model")
                .room("write.dispatch", "model", "write")
                .room("write.insertall", "model", "write", "write.dispatch")
                .room("write.storage", "write")
                .room("write.storage.connection", "model", "write", "write.dispatch", "write.storage")
                .room(
                        "write.storage.defaultstream",
                        "model",
                        "write",
                        "write.dispatch",
                        "write.storage",
                        "write.storage.connection")
                .room("write.load", "model", "metrics", "write", "write.dispatch")
                .room("write.merge", "model", "metrics", "write", "write.dispatch", "write.load")
                .room("deliver", "model")
                .room("reject", "deliver")
                .room("registry")
                .room("health", "model")
                .room("ahead", "model", "metrics", "route", "schema", "table", "registry")
                .room("flight", "model", "change", "write", "deliver", "health")
                .room(
                        "pipeline",
                        "model",
                        "change",
                        "schema",
                        "encode",
                        "table",
                        "table.design",
                        "write",
                        "deliver",
                        "reject",
                        "metrics",
                        "health",
                        "ahead",
                        "flight")
                .room("task", "model", "metrics", "route", "deliver", "reject", "health", "pipeline")
                .room(
                        "config",
                        "model",
                        "route",
                        "change",
                        "schema",
                        "table",
                        "table.design",
                        "write",
                        "write.load",
                        "write.merge",
                        "deliver",
                        "reject",
                        "registry")
                .room(
                        "plan",
                        "model",
                        "change",
                        "config",
                        "route",
                        "schema",
                        "table",
                        "table.design",
                        "registry",
                        "write.load",
                        "write.merge")
                .googleTypesIn(
                        "encode.proto",
                        "table",
                        "table.design",
                        "write.insertall",
                        "write.storage.connection",
                        "write.storage.defaultstream",
                        "write.load",
                        "write.merge",
                        "plan")
                .noTypeCycles()
                .rootAtMost(6)
                .googleTypesInClass("Wiring", "WriteMethods", "GoogleClients")
                .tests();
    }
}
