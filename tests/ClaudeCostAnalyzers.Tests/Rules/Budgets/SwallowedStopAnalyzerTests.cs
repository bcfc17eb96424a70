using Fix = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.SwallowedStopAnalyzer, ClaudeCostAnalyzers.CodeFixes.StopFilterFix>;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.SwallowedStopAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules.Budgets;

/// <summary>CCA4003 and its fix.</summary>
public sealed class SwallowedStopAnalyzerTests
{
    private const string Scope = "using var budget = BudgetScope.Begin(new Budget { MaxCalls = 50 });";
    private const string Ask = "await client.Messages.Create(parameters);";

    private static string InMethod(string statements) => $$"""
        using Anthropic;
        using Anthropic.Models.Messages;
        using ClaudeCost;

        class C
        {
            async Task<Message?> M(AnthropicClient client, MessageCreateParams parameters, Budget given, List<string> items, CancellationToken cancel)
            {
                {{statements.Replace("SCOPE", Scope).Replace("ASK", Ask).Replace("CATCH", "{|CCA4003:catch|}")}}
                return null;
            }

            async Task AskAsync(AnthropicClient client, MessageCreateParams parameters) => await client.Messages.Create(parameters);
            bool IsTransient(Exception e) => true;
            void Log(object o) { }
        }
        """;

    [Theory]
    [InlineData("SCOPE while (true) { try { ASK } CATCH { } }")]
    [InlineData("SCOPE while (true) { try { ASK } CATCH (Exception) { } }")]
    [InlineData("SCOPE while (true) { try { ASK } CATCH (Exception e) { Log(e); await Task.Delay(1000); } }")]
    [InlineData("SCOPE while (true) { try { ASK } CATCH (Exception e) { Log(e); continue; } }")]
    [InlineData("SCOPE while (true) { try { return await client.Messages.Create(parameters); } CATCH (Exception e) { Log(e); } }")]
    [InlineData("SCOPE while (true) { try { ASK } CATCH (Exception e) when (e is not OperationCanceledException) { Log(e); } }")]
    // FN: a filter such as !(token.IsCancellationRequested), with parentheses, is not understood and so taken to leave the stop out.
    [InlineData("SCOPE while (!cancel.IsCancellationRequested) { try { ASK } catch (HttpRequestException) { } CATCH (Exception e) { Log(e); } }")]
    [InlineData("SCOPE while (true) { try { try { ASK } finally { Log(1); } } CATCH (Exception e) { Log(e); } }")]
    [InlineData("SCOPE while (true) { try { try { ASK } catch (IOException) { } } CATCH (Exception e) { Log(e); } }")]
    [InlineData("SCOPE while (true) { try { await AskAsync(client, parameters); } CATCH (Exception e) { Log(e); } }")]
    [InlineData("SCOPE while (true) { try { ASK } CATCH (BudgetExceededException e) { Log(e); } }")]
    [InlineData("Func<Task> run = async () => { SCOPE while (true) { try { ASK } CATCH { } } }; await run();")]
    public Task A_loop_that_swallows_the_stop_is_reported(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    private static string WithHelper(string statements, string helper) => InMethod(statements).Replace("    bool IsTransient", $"    async {helper.Replace("ASK", Ask).Replace("CATCH", "{|CCA4003:catch|}")}\n    bool IsTransient");

    [Theory]
    [InlineData("SCOPE while (true) { await TurnAsync(client, parameters); }", "Task TurnAsync(AnthropicClient client, MessageCreateParams parameters) { try { ASK } CATCH (Exception e) { Log(e); } }")]
    [InlineData("SCOPE while (true) { await TurnAsync(client, parameters).ConfigureAwait(false); }", "Task<bool> TurnAsync(AnthropicClient client, MessageCreateParams parameters) { try { ASK return true; } CATCH (Exception e) when (e is not OperationCanceledException) { return false; } }")]
    public Task A_helper_that_swallows_the_stop_is_reported(string statements, string helper) => Verify.VerifyAnalyzerAsync(WithHelper(statements, helper));

    [Theory]
    // FN: what is made of a helper's result is not followed.
    [InlineData("SCOPE while (true) { if (await TurnAsync(client, parameters)) return null; }", "Task<bool> TurnAsync(AnthropicClient client, MessageCreateParams parameters) { try { ASK return true; } catch (Exception) { return false; } }")]
    [InlineData("SCOPE while (true) { if (!await TurnAsync(client, parameters)) return null; }", "Task<bool> TurnAsync(AnthropicClient client, MessageCreateParams parameters) { try { ASK return true; } catch (Exception) { return false; } }")]
    [InlineData("SCOPE while (true) { await TurnAsync(client, parameters); }", "Task TurnAsync(AnthropicClient client, MessageCreateParams parameters) { try { ASK } catch (BudgetExceededException) { throw; } catch (Exception e) { Log(e); } }")]
    [InlineData("SCOPE while (true) { await TurnAsync(client, parameters); }", "Task TurnAsync(AnthropicClient client, MessageCreateParams parameters) { try { ASK } catch (Exception e) { Log(e); throw; } }")]
    [InlineData("SCOPE while (true) { await TurnAsync(client, parameters); }", "Task TurnAsync(AnthropicClient client, MessageCreateParams parameters) { try { ASK } catch (HttpRequestException e) { Log(e); } }")]
    [InlineData("SCOPE foreach (var item in items) { await TurnAsync(client, parameters); }", "Task TurnAsync(AnthropicClient client, MessageCreateParams parameters) { try { ASK } catch (Exception e) { Log(e); } }")]
    [InlineData("SCOPE while (!failed) { await TurnAsync(client, parameters); }", "Task TurnAsync(AnthropicClient client, MessageCreateParams parameters) { try { ASK } catch (Exception) { failed = true; } } bool failed;")]
    public Task A_helper_that_tells_or_lets_it_pass_is_not(string statements, string helper) => Verify.VerifyAnalyzerAsync(WithHelper(statements, helper));

    [Theory]
    [InlineData("SCOPE while (true) { try { ASK } catch (Exception e) when (e is not BudgetExceededException) { Log(e); } }")]
    [InlineData("SCOPE while (true) { try { ASK } catch (BudgetExceededException) { throw; } catch (Exception e) { Log(e); } }")]
    [InlineData("SCOPE while (true) { try { ASK } catch (BudgetExceededException) { break; } catch { } }")]
    // The graph of a lambda ends with the lambda: the handlers around it are of another graph.
    [InlineData("SCOPE while (true) { try { await Parallel.ForEachAsync(items, async (item, _) => { ASK }); await Task.Delay(1); } catch (BudgetExceededException e) when (e.RenewsAt is { } at) { Log(at); throw; } }")]
    [InlineData("SCOPE while (true) { try { Func<Task> run = async () => { try { ASK } finally { Log(1); } }; await run(); } catch (IOException e) { Log(e); } finally { Log(2); } }")]
    [InlineData("SCOPE while (true) { try { ASK } catch (Exception e) { Log(e); throw; } }")]
    [InlineData("SCOPE while (true) { try { ASK } catch (Exception e) { Log(e); break; } }")]
    [InlineData("SCOPE while (true) { try { ASK } catch (Exception e) { if (e is BudgetExceededException) throw; Log(e); } }")]
    [InlineData("SCOPE while (true) { try { ASK } catch (HttpRequestException e) { Log(e); } }")]
    [InlineData("SCOPE while (true) { try { ASK } catch (Exception e) when (e is HttpRequestException or TimeoutException) { Log(e); } }")]
    [InlineData("SCOPE while (true) { try { ASK } catch (Exception e) when (IsTransient(e)) { Log(e); } }")]
    [InlineData("SCOPE foreach (var item in items) { try { ASK } catch (Exception e) { Log(e); } }")]
    [InlineData("SCOPE for (var i = 0; i < 5; i++) { try { ASK } catch (Exception e) { Log(e); } }")]
    [InlineData("SCOPE while (!budget.Token.IsCancellationRequested) { try { ASK } catch (Exception e) { Log(e); } }")]
    [InlineData("SCOPE var token = budget.Token; while (!token.IsCancellationRequested) { try { ASK } catch (Exception e) { Log(e); } }")]
    [InlineData("SCOPE try { while (true) { ASK } } catch (Exception e) { Log(e); }")]
    [InlineData("using var budget = BudgetScope.Begin(new Budget { MaxCalls = 50, Window = BudgetWindow.Hourly }); while (true) { try { ASK } catch (Exception e) { Log(e); } await Task.Delay(60_000); }")]
    [InlineData("using var budget = BudgetScope.Begin(given); while (true) { try { ASK } catch (Exception e) { Log(e); } }")]
    [InlineData("while (true) { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 50 }); try { ASK } catch (Exception e) { Log(e); } }")]
    [InlineData("while (true) { try { ASK } catch (Exception e) { Log(e); } }")]
    public Task One_that_ends_is_not(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("catch { }", "catch (Exception exception) when (exception is not BudgetExceededException) { }")]
    [InlineData("catch (Exception) { }", "catch (Exception exception) when (exception is not BudgetExceededException) { }")]
    [InlineData("catch (Exception e) { Log(e); }", "catch (Exception e) when (e is not BudgetExceededException) { Log(e); }")]
    [InlineData("catch (Exception e) when (e is not OperationCanceledException) { Log(e); }", "catch (Exception e) when (e is not BudgetExceededException && e is not OperationCanceledException) { Log(e); }")]
    public Task The_stop_is_let_through(string clause, string @fixed) => Fix.VerifyCodeFixAsync(
        InMethod("SCOPE while (true) { try { ASK } " + clause.Replace("catch", "CATCH") + " }"),
        InMethod("SCOPE while (true) { try { ASK } " + @fixed + " }"));

    [Fact]
    public Task A_handler_of_the_stop_itself_is_somebody_s_decision() => Fix.VerifyCodeFixAsync(
        InMethod("SCOPE while (true) { try { ASK } CATCH (BudgetExceededException) { } }"),
        InMethod("SCOPE while (true) { try { ASK } CATCH (BudgetExceededException) { } }"));

    [Fact]
    public Task Ten_in_one_method_are_fixed_at_once() => Fix.VerifyCodeFixAsync(
        InMethod("SCOPE " + string.Concat(Enumerable.Repeat("while (!cancel.IsCancellationRequested) { try { ASK } CATCH { } } ", 10))),
        InMethod("SCOPE " + string.Concat(Enumerable.Repeat("while (!cancel.IsCancellationRequested) { try { ASK } catch (Exception exception) when (exception is not BudgetExceededException) { } } ", 10))));
}
