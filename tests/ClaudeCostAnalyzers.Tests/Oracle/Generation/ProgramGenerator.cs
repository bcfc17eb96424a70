using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Tests.Oracle.Generation;

/// <summary>Makes a random program. The same numbers make the same program.</summary>
internal sealed class ProgramGenerator
{
    private readonly Prng _random;
    private readonly Statements _statements;
    private readonly Loops _loops;
    private readonly Helpers _helpers;
    private readonly Recursions _recursions;
    private readonly Dictionary<string, Statement> _members = [];

    private ProgramGenerator(Prng random)
    {
        _random = random;
        var names = new Names();
        var conditions = new Conditions(random);
        _statements = new Statements(random, names, conditions);
        _loops = new Loops(random, names, conditions, _statements);
        _helpers = new Helpers(random, names, conditions, _statements, _loops, _members);
        _recursions = new Recursions(random, names, conditions, _statements, _members);
    }

    public static OracleProgram Generate(ulong seed, int program) => new ProgramGenerator(Prng.Of(seed, program)).Generate();

    private OracleProgram Generate()
    {
        var top = new List<Statement>();
        var scope = new Scope { Top = top, Members = _members };
        var body = _random.Chance(15) ? _statements.Body(scope, 1, 1) : [];
        if (!body.Any(Bodies.IsJump))
            body = body.AddRange(_random.Weighted((66, 0), (17, 1), (17, 2)) switch { 1 => _helpers.Any(scope), 2 => _recursions.Any(scope), _ => [_loops.Any(scope)] });
        var entry = new Statement(Form.Function, "public async Task RunAsync(string reply, int start, int limit)") { Body = [.. top, .. body] };
        return new OracleProgram([.. _members.Values.OrderBy(member => member.Form == Form.Function), entry]);
    }
}
