using Microsoft.Extensions.AI; using ClaudeCost;
namespace Bud;
public class B(IChatClient chat)
{
    Task Ask() => chat.GetResponseAsync("x");
    public async Task A1() { BudgetScope.Begin(new Budget { MaxCalls = 5 }); await Ask(); }
    public async Task A2() { var b = BudgetScope.Begin(new Budget { MaxCalls = 5 }); await Ask(); }
    public async Task A3() { var b = BudgetScope.Begin(new Budget { MaxCalls = 5 }); try { await Ask(); } finally { b.Dispose(); } }
    public async Task A4() { using (BudgetScope.Begin(new Budget { MaxCalls = 5 })) await Ask(); }
    // returned
    public BudgetScope A5() => BudgetScope.Begin(new Budget { MaxCalls = 5 });
    BudgetScope? _s;
    // field
    public void A6() => _s = BudgetScope.Begin(new Budget { MaxCalls = 5 });
    public async Task A7() { using var b = BudgetScope.Begin(new Budget()); await Ask(); }
    public async Task A8() { using var b = BudgetScope.Begin(new Budget { MaxCalls = int.MaxValue, MaxCostUsd = decimal.MaxValue }); await Ask(); }
    public async Task A9(int n) { using var b = BudgetScope.Begin(new Budget { MaxCalls = n }); await Ask(); }
    public async Task A10() { using var b = BudgetScope.Begin(new Budget { MaxCalls = 5 }); while (true) { try { await Ask(); } catch (Exception e) { Console.WriteLine(e); } } }
    public async Task A11() { using var b = BudgetScope.Begin(new Budget { MaxCalls = 5 }); while (true) { try { await Ask(); } catch (BudgetExceededException) { break; } catch (Exception e) { Console.WriteLine(e); } } }
    public async Task A12() { using var b = BudgetScope.Begin(new Budget { MaxCalls = 5 }); while (!b.Token.IsCancellationRequested) { try { await Ask(); } catch (Exception e) { Console.WriteLine(e); } } }
    // HttpRequestException is not the stop
    public async Task A13() { using var b = BudgetScope.Begin(new Budget { MaxCalls = 5 }); while (true) { try { await Ask(); } catch (HttpRequestException) { } } }
    public async Task A14() { using var b = BudgetScope.Begin(new Budget { MaxCalls = 5 }); while (true) { try { await Ask(); } catch (Exception e) when (e is not BudgetExceededException) { } } }
    // scope in the turn bounds nothing
    public async Task A15() { while (true) { using var b = BudgetScope.Begin(new Budget { MaxCalls = 5 }); await {|CCA1001:Ask()|}; } }
    // list, each failure logged
    public async Task A16(List<string> xs) { using var b = BudgetScope.Begin(new Budget { MaxCalls = 5 }); foreach (var x in xs) { try { await chat.GetResponseAsync(x); } catch (Exception e) { Console.WriteLine(e); } } }
    // hourly
    public async Task A17(CancellationToken ct) { using var b = BudgetScope.Begin(new Budget { MaxCalls = 50, Window = BudgetWindow.Hourly }); while (!ct.IsCancellationRequested) { try { await Ask(); } catch (Exception e) { Console.WriteLine(e); } await Task.Delay(1000, ct); } }
    // disposed only on success
    public async Task A18() { var b = BudgetScope.Begin(new Budget { MaxCalls = 5 }); await Ask(); b.Dispose(); }
    // handed on
    public async Task A19() { var b = BudgetScope.Begin(new Budget { MaxCalls = 5 }); Keep(b); await Ask(); }
    static void Keep(IDisposable d) { }
    // using of a helper
    public async Task A20() { using var b = A5(); while (true) await Ask(); }
    // rethrow
    public async Task A21() { using var b = BudgetScope.Begin(new Budget { MaxCalls = 5 }); while (true) { try { await Ask(); } catch (Exception e) { Console.WriteLine(e); throw; } } }
    // returns
    public async Task A22() { using var b = BudgetScope.Begin(new Budget { MaxCalls = 5 }); while (true) { try { await Ask(); } catch { return; } } }
    // helper in handler
    public async Task A23() { using var b = BudgetScope.Begin(new Budget { MaxCalls = 5 }); for (;;) { try { await Ask(); } catch { await Task.Delay(10); continue; } } }
}
public class Helpers(IChatClient chat)
{
    IDisposable Open() => BudgetScope.Begin(new Budget { MaxCalls = 5 });
    BudgetScope ForUser(string u) { var b = new Budget { MaxCalls = 5, Name = u }; return BudgetScope.Begin(b); }
    async Task<BudgetScope> OpenAsync() { await Task.Yield(); return BudgetScope.Begin(new Budget { MaxCalls = 5 }); }
    IDisposable Span() => new MemoryStream();
    public async Task H1() { using var b = Open(); while (true) await chat.GetResponseAsync("x"); }
    public async Task H2(string u) { using (ForUser(u)) { while (true) await chat.GetResponseAsync("x"); } }
    // what an asynchronous helper begins is not in force in its caller
    public async Task H3() { using var b = await OpenAsync(); while (true) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    public async Task H4() { using var b = Span(); while (true) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    // in each turn
    public async Task H5() { while (true) { using var b = Open(); await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    // local function inside
    public async Task H6() { using var b = Open(); async Task Go() { while (true) await chat.GetResponseAsync("x"); } await Go(); }
}
