//===- ProxiesTest.cpp - Figures before training, choice of a device ------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "../../../lib/Search/Evaluate.h"
#include "qopt/Analysis/StateFigures.h"
#include "qopt/Search/DeviceChoice.h"

#include <catch2/catch.hpp>

#include <cmath>

using namespace qopt;

TEST_CASE("Alignment, capacity and divergence have their extremes") {
  std::vector<double> target = {1, -1, -1, 1};
  CHECK(kernelTargetAlignment(target, target) == Approx(1));
  CHECK(kernelTargetAlignment({1.0, 0.0, 0.0, 1.0}, target) ==
        Approx(1 / std::sqrt(2.0)));
  CHECK(kernelTargetAlignment({1.0, 1.0, 1.0, 1.0}, target) ==
        Approx(0).margin(1e-12));

  std::vector<unsigned> labels = {0, 0, 1};
  // Similar exactly within the classes.
  CHECK(representationalCapacity({1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0},
                                 labels, 2) == Approx(1));
  // Everything similar: the four pairs across miss by 1 each, ΣA = 5.
  CHECK(representationalCapacity(std::vector<double>(9, 1.0), labels, 2) ==
        Approx(1 - 4.0 / 10));

  // One qubit: Haar fidelities are uniform, 75 of them one a bin.
  std::vector<double> uniform;
  for (unsigned bin = 0; bin < 75; ++bin)
    uniform.push_back((bin + 0.5) / 75);
  CHECK(haarDivergence(uniform, 1) == Approx(0).margin(1e-12));
  // A circuit that does nothing: all in the last bin, ln(1/P) there.
  CHECK(haarDivergence(std::vector<double>(10, 1.0), 1) ==
        Approx(std::log(75)));
}

TEST_CASE("The better device comes first, invented values behind calibrated") {
  auto device = [](const char *name) {
    return llvm::cantFail(
        readDevice(std::string(QOPT_SOURCE_DIR "/devices/") + name + ".json"));
  };
  std::vector<Device> devices = {device("line-5"), device("brisbane"),
                                 device("fez"), device("lima")};
  SearchJob job;
  job.qubits = 6;
  job.twoQubitMax = 8;
  std::vector<DeviceOffer> ranking = rankForTask(devices, job);
  REQUIRE(ranking.size() == 4);
  CHECK(ranking[0].name == "fez");
  CHECK(ranking[0].index == 2);
  CHECK(*ranking[0].success > *ranking[1].success);
  CHECK(ranking[0].sites.size() == 6);
  CHECK(ranking[0].entangler == "cz");
  CHECK(ranking[1].name == "brisbane");
  CHECK(ranking[1].entangler == "ecr");
  // Five qubits are too few.
  for (unsigned place : {2, 3}) {
    CHECK_FALSE(ranking[place].success);
    CHECK(ranking[place].reason.find("6 connected qubits") !=
          std::string::npos);
  }
  job.qubits = 4;
  ranking = rankForTask(devices, job);
  CHECK(ranking.back().name == "line-5");
  CHECK(ranking.back().synthetic);
  CHECK(ranking.back().success);
}
