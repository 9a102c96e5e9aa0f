//===- Evaluator.cpp - Files, statements, loops ---------------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "Evaluator.h"
#include "qopt/Support/Files.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace qopt;
using namespace qopt::qasm;

Evaluator::Evaluator(Sources &sources, const QASMReadOptions &options)
    : sources(sources), options(options), view(&circuit.view),
      arithmetic(sources, options.limits.maxExpressionDepth),
      leaves(options.limits.maxControls) {
  arithmetic.setTarget(view);
}

bool Evaluator::fail(Place place, const llvm::Twine &message,
                     std::vector<std::string> notes) {
  sources.error(place, message, std::move(notes));
  return false;
}

std::nullopt_t Evaluator::none(Place place, const llvm::Twine &message,
                               std::vector<std::string> notes) {
  sources.error(place, message, std::move(notes));
  return std::nullopt;
}

std::nullopt_t Evaluator::unknown(llvm::StringRef name, Place place,
                                  const llvm::Twine &message,
                                  std::vector<std::string> notes) {
  if (blamed.insert(name).second)
    sources.error(place, message, std::move(notes));
  return std::nullopt;
}

/// Counts statements, calls, loop turns and gates against the limit.
bool Evaluator::count(Place place, size_t amount) {
  size_t limit = options.limits.maxStatements;
  if (amount > limit || statements + amount > limit) {
    sources.limit(place, "this expands to more than " + llvm::Twine(limit) +
                             " statements");
    return false;
  }
  statements += amount;
  return true;
}

/// Sites named anywhere in the text, so that qubits are in the order of their
/// sites whichever is used first.
static std::vector<unsigned> sitesIn(llvm::StringRef text) {
  std::vector<unsigned> sites;
  for (size_t i = 0; i < text.size(); ++i) {
    llvm::StringRef rest = text.substr(i);
    if (rest.starts_with("//")) {
      i = std::min(text.find('\n', i), text.size());
    } else if (rest.starts_with("/*")) {
      size_t end = text.find("*/", i + 2);
      i = end == llvm::StringRef::npos ? text.size() : end + 1;
    } else if (text[i] == '$') {
      unsigned site;
      rest = rest.drop_front();
      if (!rest.consumeInteger(10, site))
        sites.push_back(site);
    }
  }
  llvm::sort(sites);
  sites.erase(std::unique(sites.begin(), sites.end()), sites.end());
  return sites;
}

void Evaluator::readFile(uint32_t file, unsigned depth) {
  Parser parser(sources, file, options.limits,
                depth == 0 ? &circuit.layout : nullptr);
  if (depth == 0)
    version = parser.parseVersion(3);
  else
    parser.setVersion(version);
  arithmetic.setIntegerDivision(version >= 3);
  if (depth == 0 && version >= 3)
    for (unsigned site : sitesIn(sources.text(file)))
      if (site <= 1000000 &&
          qubitOfSite.size() < options.limits.maxRegisterSize)
        qubitOfSite.emplace(site, 0);
  if (!qubitOfSite.empty() && depth == 0) {
    for (auto &[site, qubit] : qubitOfSite)
      qubit = view->addQubit();
  }
  using Kind = Statement::Kind;
  auto arena = std::make_unique<Arena>();
  while (!parser.atEnd()) {
    const Statement *statement = parser.parseStatement(*arena);
    if (sources.stop())
      return;
    if (!statement)
      continue;
    if (statement->kind == Kind::Include)
      include(*statement, depth);
    else if (!run(*statement, arena) && statement->kind >= Kind::Qubits &&
             statement->kind <= Kind::GateDef)
      blamed.insert(statement->name);
    if (!arena)
      arena = std::make_unique<Arena>();
    else
      arena->Reset();
  }
  flushVector();
}

bool Evaluator::include(const Statement &statement, unsigned depth) {
  flushVector();
  llvm::StringRef name = statement.name;
  if (!count(statement.place))
    return false;
  if (name == "stdgates.inc" || name == "qelib1.inc") {
    hasLibrary = true;
    return true;
  }
  const QASMLimits &limits = options.limits;
  std::vector<std::string> note = {
      "files are included from the folder of the input and below it"};
  std::string shown = ("include \"" + name.take_front(200) + "\"").str();
  if (name.contains('\0') || llvm::sys::path::is_absolute(name))
    return fail(statement.namePlace, shown + ": an absolute path", note);
  for (llvm::StringRef part : llvm::make_range(llvm::sys::path::begin(name),
                                               llvm::sys::path::end(name)))
    if (part == "..")
      return fail(statement.namePlace, shown + ": '..' leaves the folder",
                  note);
  if (depth == 0)
    outermostInclude = statement.place;
  if (depth + 1 > limits.maxIncludeDepth) {
    sources.limit(outermostInclude, "include depth: more than " +
                                        llvm::Twine(limits.maxIncludeDepth) +
                                        " nested includes");
    return false;
  }
  if (++includes > limits.maxIncludes) {
    sources.limit(statement.place, "more than " +
                                       llvm::Twine(limits.maxIncludes) +
                                       " included files");
    return false;
  }
  std::vector<std::string> roots;
  if (!options.includeRoot.empty())
    roots.push_back(options.includeRoot);
  roots.insert(roots.end(), options.includePath.begin(),
               options.includePath.end());
  for (const std::string &root : roots) {
    llvm::SmallString<256> path(root), realRoot, realPath;
    llvm::sys::path::append(path, name);
    if (!llvm::sys::fs::exists(path))
      continue;
    if (llvm::sys::fs::real_path(root, realRoot) ||
        llvm::sys::fs::real_path(path, realPath))
      continue;
    realRoot += llvm::sys::path::get_separator();
    if (!llvm::StringRef(realPath).starts_with(realRoot))
      return fail(statement.namePlace, shown + ": a link out of the folder",
                  note);
    llvm::Expected<std::string> text =
        readInputFile(path, limits.maxBytes - sources.totalBytes());
    if (!text)
      return fail(statement.namePlace,
                  shown + ": " + llvm::toString(text.takeError()));
    llvm::StringRef shownPath = llvm::sys::path::remove_leading_dotslash(path);
    readFile(sources.addOwned(shownPath, std::move(*text)), depth + 1);
    return !sources.stop();
  }
  if (roots.empty())
    note = {"only 'stdgates.inc' and 'qelib1.inc' can be included from "
            "standard input"};
  return fail(statement.namePlace, shown + ": no such file", note);
}

/// Annotations stay with the next gate; roles and the like are taken by the
/// declarations.
void Evaluator::noteTexts(const Statement &statement) {
  if (!statement.extra)
    return;
  for (const NamedPlace &annotation : statement.extra->annotations)
    circuit.texts.push_back({SourceText::Kind::Annotation,
                             circuit.view.gates().size(),
                             annotation.text.str()});
}

bool Evaluator::run(const Statement &statement, std::unique_ptr<Arena> &arena) {
  if (!count(statement.place))
    return false;
  if (statement.kind != Statement::Kind::Input)
    flushVector();
  switch (statement.kind) {
  case Statement::Kind::Qubits:
    return qubits(statement);
  case Statement::Kind::Bits:
    noteTexts(statement);
    return bits(statement);
  case Statement::Kind::Input:
    return input(statement);
  case Statement::Kind::Const:
    noteTexts(statement);
    return constant(statement);
  case Statement::Kind::Alias:
    noteTexts(statement);
    return alias(statement);
  case Statement::Kind::GateDef:
    noteTexts(statement);
    return gateDefinition(statement, arena);
  default:
    return runInner(statement);
  }
}

bool Evaluator::runList(llvm::ArrayRef<Statement *> list) {
  for (const Statement *statement : list)
    if (!count(statement->place) || !runInner(*statement))
      return false;
  return true;
}

/// Statements that may stand in a block.
bool Evaluator::runInner(const Statement &statement) {
  if (statement.kind == Statement::Kind::Barrier)
    return barrier(statement);
  noteTexts(statement);
  auto runBlock = [&](llvm::ArrayRef<Statement *> list) {
    return runList(list);
  };
  switch (statement.kind) {
  case Statement::Kind::Pragma:
    circuit.texts.push_back({SourceText::Kind::Pragma,
                             circuit.view.gates().size(),
                             statement.name.str()});
    return true;
  case Statement::Kind::GateCall:
    return callGate(statement, false, CallContext());
  case Statement::Kind::Measure:
    return measure(statement);
  case Statement::Kind::Reset:
    return reset(statement);
  case Statement::Kind::For:
    return loop(statement, false, runBlock);
  case Statement::Kind::If:
    return conditional(statement, runBlock);
  default:
    return fail(statement.place,
                "declarations in a block are not supported; they belong to "
                "the top level");
  }
}

bool Evaluator::barrier(const Statement &statement) {
  llvm::SmallVector<unsigned, 8> list;
  for (const Expr *operand : statement.operands) {
    References references;
    if (!resolveQubits(*operand, references))
      return false;
    list.append(references.list.begin(), references.list.end());
  }
  if (statement.operands.empty())
    for (unsigned qubit = 0; qubit < view->numQubits(); ++qubit)
      list.push_back(qubit);
  llvm::SmallVector<unsigned, 8> unique;
  llvm::DenseSet<unsigned> seen;
  for (unsigned qubit : list)
    if (seen.insert(qubit).second)
      unique.push_back(qubit);
  // On physical qubits, which have no declaration, quantum data is declared by
  // an annotated barrier.
  if (statement.extra) {
    llvm::ArrayRef<NamedPlace> annotations = statement.extra->annotations;
    if (annotations.size() == 1 && annotations[0].text == "@qopt.input_state") {
      std::vector<unsigned> inputs = view->inputQubits().vec();
      inputs.insert(inputs.end(), unique.begin(), unique.end());
      llvm::sort(inputs);
      inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
      view->setInputQubits(std::move(inputs));
      return true;
    }
  }
  noteTexts(statement);
  if (!unique.empty())
    view->addBarrier(unique);
  return true;
}

bool Evaluator::reset(const Statement &statement) {
  for (const Expr *operand : statement.operands) {
    References references;
    if (!resolveQubits(*operand, references) ||
        !count(statement.place, references.list.size()))
      return false;
    for (unsigned qubit : references.list)
      view->addReset(qubit);
  }
  return true;
}

bool Evaluator::measureInto(const References &qubits, const References &bits,
                            Place place) {
  if (qubits.list.size() != bits.list.size())
    return fail(place, "measuring " + llvm::Twine(qubits.list.size()) +
                           " qubits into " + llvm::Twine(bits.list.size()) +
                           " bits");
  if (!count(place, qubits.list.size()))
    return false;
  for (auto [qubit, bit] : llvm::zip_equal(qubits.list, bits.list))
    view->addMeasure(qubit, bitList[bit]);
  return true;
}

bool Evaluator::measure(const Statement &statement) {
  References qubits, bits;
  if (!resolveQubits(*statement.operands[0], qubits))
    return false;
  if (statement.operands.size() == 2) {
    if (!resolve(*statement.operands[1], bits))
      return false;
    if (!bits.areBits)
      return fail(statement.operands[1]->place,
                  "a measurement needs bits to go to");
  } else {
    // Without a target: bits of their own, in a register nobody declares.
    while (unnamedBits == 0 && find(unnamedRegister))
      unnamedRegister += "_";
    if (unnamedBits == 0)
      symbols[unnamedRegister].kind = Symbol::Kind::Array;
    if (!reserve(statement.place, qubits.list.size()))
      return false;
    for (size_t i = 0; i < qubits.list.size(); ++i) {
      bits.list.push_back(bitList.size());
      bitList.push_back({unnamedRegister, unnamedBits++});
    }
  }
  return measureInto(qubits, bits, statement.place);
}

bool Evaluator::conditional(
    const Statement &statement,
    llvm::function_ref<bool(llvm::ArrayRef<Statement *>)> runBlock) {
  // Bits are known only when the circuit runs.
  llvm::SmallVector<const Expr *, 8> work{statement.arguments[0]};
  while (!work.empty()) {
    const Expr *expr = work.pop_back_val();
    if (!expr)
      continue;
    const Symbol *symbol =
        expr->kind == Expr::Kind::Name ? find(expr->text) : nullptr;
    if (symbol && symbol->kind == Symbol::Kind::Bits)
      return fail(statement.place, "'if' on measured bits is not supported",
                  {"a circuit here has no feedback from its measurements"});
    work.append(expr->operands.begin(), expr->operands.end());
  }
  std::optional<Value> condition = evaluate(*statement.arguments[0]);
  if (!condition)
    return false;
  if (!condition->isKnown())
    return fail(statement.place, "'if' on a parameter is not supported");
  return runBlock(condition->asReal() != 0 ? statement.extra->body
                                           : statement.extra->elseBody);
}

bool Evaluator::loop(
    const Statement &statement, bool reverse,
    llvm::function_ref<bool(llvm::ArrayRef<Statement *>)> runBlock) {
  llvm::StringRef type = statement.extra->type.name;
  if ((type != "int" && type != "uint") || statement.extra->type.isArray)
    return fail(statement.extra->type.place,
                "a loop over '" + type +
                    "' is not supported; 'int' and "
                    "'uint' are");
  llvm::SmallVector<int64_t, 16> values;
  if (!elements(*statement.arguments[0], std::nullopt, values))
    return false;
  if (reverse)
    std::reverse(values.begin(), values.end());
  Frame *home = frame;
  size_t slot = home->values.size();
  home->values.emplace_back(statement.name, Value());
  auto leave = llvm::scope_exit([&] { home->values.truncate(slot); });
  for (int64_t value : values) {
    if (type == "uint" && value < 0)
      return fail(statement.place, "a negative value of type 'uint'");
    home->values[slot].second = Value::ofInteger(value);
    if (!count(statement.place) || !runBlock(statement.extra->body))
      return false;
  }
  return true;
}

llvm::Expected<SourceCircuit> Evaluator::finish() {
  // Qubits of a compiled circuit that no gate is left on.
  bool physical = circuit.view.numQubits() == 0 || !qubitOfSite.empty();
  if (circuit.layout && physical)
    for (llvm::ArrayRef<unsigned> ids :
         {circuit.layout->initial, circuit.layout->final})
      for (unsigned id : ids)
        physicalQubit(id);
  if (!sources.failed() && circuit.view.numQubits() == 0)
    sources.error({0, 0}, "this declares no qubits");
  if (sources.failed())
    return sources.take();
  if (!qubitOfSite.empty()) {
    std::vector<unsigned> sites(circuit.view.numQubits());
    for (auto [site, qubit] : qubitOfSite)
      sites[qubit] = site;
    circuit.view.setSites(std::move(sites));
  }
  if (unnamedBits)
    circuit.bitRegisters.push_back({unnamedRegister, unnamedBits, false});
  return std::move(circuit);
}
