// Google's own libphonenumber on the numbers of numbers.tsv: usage: libphonenumber NUMBERS.tsv
// For each set of numbers a line: name, tab, nanoseconds per call. A call parses, checks, types and formats, as one of ours does.
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using Clock = std::chrono::steady_clock;
using Number = std::pair<std::string, std::string>;  // region, text

static size_t call(const PhoneNumberUtil& util, const Number& number) {
  PhoneNumber parsed;
  std::string e164;
  if (util.Parse(number.second, number.first, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return 0;
  if (!util.IsPossibleNumber(parsed)) return 0;
  util.Format(parsed, PhoneNumberUtil::E164, &e164);
  return e164.size() + util.GetNumberType(parsed);
}

static double seconds(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

int main(int argc, char** argv) {
  std::ifstream file(argc > 1 ? argv[1] : "");
  std::vector<std::pair<std::string, std::vector<Number>>> sets;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const size_t first = line.find('\t'), second = line.find('\t', first + 1);
    if (second == std::string::npos) continue;
    const std::string name = line.substr(0, first);
    if (sets.empty() || sets.back().first != name) sets.push_back({name, {}});
    sets.back().second.push_back({line.substr(first + 1, second - first - 1), line.substr(second + 1)});
  }
  if (sets.empty()) {
    std::cerr << "usage: libphonenumber NUMBERS.tsv\n";
    return 2;
  }
  const auto start = Clock::now();
  const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
  size_t used = call(util, sets.front().second.front());
  std::cout << "first call, ms\t" << seconds(start) * 1e3 << "\n";
  for (const auto& set : sets) {
    double best = 1e9;
    // Best of five rounds, the first of which compiles the expressions of the regions.
    for (int round = 0; round < 5; ++round) {
      const int times = 500;
      const auto start = Clock::now();
      for (int i = 0; i < times; ++i)
        for (const Number& number : set.second) used += call(util, number);
      best = std::min(best, seconds(start) / (times * set.second.size()));
    }
    std::cout << set.first << "\t" << best * 1e9 << "\n";
  }
  return used == 0;
}
