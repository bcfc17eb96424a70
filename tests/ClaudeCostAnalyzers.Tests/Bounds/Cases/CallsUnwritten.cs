using System.Collections;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

/// <summary>Members that run although no call of them is written: operators, conversions, indexers, disposal, enumeration, awaiters, initialisers.</summary>
class CallsUnwritten(IChatClient chat, Prompt first, Prompt second, Store store, Plain plain)
{
    void Binary() { while (true) { var both = {|CCA1001:first + second|}; } }
    void Compound() { var text = first; while (true) {|CCA1001:text += second|}; }
    void Unary() { while (true) { _ = {|CCA1001:!first|}; } }
    void Increment() { var text = first; while (true) {|CCA1001:text++|}; }
    void Compared() { while (true) { if ({|CCA1002:first == second|}) break; } }
    void Implicit() { while (true) { string answer = {|CCA1001:first|}; Console.Write(answer); } }
    void Explicit() { while (true) { var answer = {|CCA1001:(int)first|}; Console.Write(answer); } }
    void Indexer() { while (true) Console.Write({|CCA1001:store["x"]|}); }
    void IndexerSet() { while (true) {|CCA1001:store["x"]|} = "y"; }
    void Setter() { while (true) {|CCA1001:store.Answer|} = "y"; }
    void Disposed() { while (true) { using var {|CCA1001:asking = new AsksAtTheEnd(chat)|}; Console.Write(asking); } }
    void Each() { while (true) { foreach (var word in {|CCA1001:store|}) Console.Write(word); } }
    async Task Awaited() { while (true) {|CCA1001:await plain|}; }
    void Deconstructed() { while (true) { {|CCA1001:var (a, b) = store|}; Console.Write(a + b); } }
    void Collection() { while (true) { _ = new Bag(chat) { {|CCA1001:"x"|} }; } }
    void FieldInitialiser() { while (true) { _ = {|CCA1001:new WithField()|}; } }
    void PropertyInitialiser() { while (true) { _ = {|CCA1001:new WithProperty()|}; } }
    void PrimaryInitialiser() { while (true) { _ = {|CCA1001:new WithPrimary(chat)|}; } }
    void BaseCall() { while (true) { _ = {|CCA1001:new Derived(chat)|}; } }
    void BaseImplied() { while (true) { _ = {|CCA1001:new DerivedImplied()|}; } }
    void ThisCall() { while (true) { _ = {|CCA1001:new Chained(chat, 1)|}; } }
    void TargetTyped() { while (true) { WithField made = {|CCA1001:new()|}; Console.Write(made); } }
    void Helper() { while (true) {|CCA1001:Combine(first, second)|}; }
    static Prompt Combine(Prompt a, Prompt b) => a + b;
}

/// <summary>The same forms without a call of the model, or bounded.</summary>
class CallsUnwrittenQuiet(IChatClient chat, Prompt first, Prompt second, Store store, Number number, Quiet quiet)
{
    async Task Counted() { for (var i = 0; i < 3; i++) { var both = first + second; Console.Write(both + store["x"]); } await Task.Yield(); }
    void OtherOperator() { while (true) { var less = first - second; GC.KeepAlive(less); } }
    void OtherType() { while (true) { number = number + number; Console.Write(-number); } }
    void Predefined(int a) { while (true) { a += 1; a = -a; Console.Write(a == 3); } }
    void OtherConversion() { while (true) { long x = number; Console.Write(x); } }
    void OtherIndexer(List<string> list) { while (true) Console.Write(list[0] + quiet["x"]); }
    void GetterOnly() { while (true) Console.Write(store.Answer); }
    void OtherDisposable() { while (true) { using var stream = new MemoryStream(); using (new SilentEnd()) Console.Write(stream); } }
    void OfInterface(IDisposable any) { while (true) { using (any) Console.Write(1); } }
    void Text() { while (true) Console.Write(quiet.ToString() + new object().ToString()); }
    async Task OtherAwaitable() { while (true) { await Task.Yield(); await Task.CompletedTask; } }
    void OtherEach(List<string> list) { while (true) foreach (var x in list) Console.Write(x); }
    void OtherDeconstruct((int, int) pair) { while (true) { var (a, b) = pair; var (c, d) = quiet; Console.Write(a + b + c + d); } }
    void OtherBag() { while (true) Console.Write(new List<string> { "x" }.Count); }
    void OtherConstructor() { while (true) { _ = new Quiet(); _ = new StaticOnce(); Quiet q = new(); Console.Write(q); } }
    void OwnConstructor() { while (true) { _ = new ChainedQuiet("x"); } }
    void OnceOutside() { var made = new WithField(); while (true) Console.Write(made); }
}

class Prompt(IChatClient chat)
{
    public static Prompt operator +(Prompt a, Prompt b) { a.Ask(); return a; }
    public static Prompt operator -(Prompt a, Prompt b) => a;
    public static Prompt operator !(Prompt a) { a.Ask(); return a; }
    public static Prompt operator ++(Prompt a) { a.Ask(); return a; }
    public static bool operator ==(Prompt a, Prompt b) => a.Ask() == b.Ask();
    public static bool operator !=(Prompt a, Prompt b) => !(a == b);
    public static implicit operator string(Prompt a) => a.Ask();
    public static explicit operator int(Prompt a) => a.Ask().Length;
    public override bool Equals(object? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => 0;
    string Ask() => chat.GetResponseAsync("x").Result.Text;
}

class Store(IChatClient chat)
{
    public string this[string key] { get => chat.GetResponseAsync(key).Result.Text; set => chat.GetResponseAsync(value).Wait(); }
    public string Answer { get => ""; set => chat.GetResponseAsync(value).Wait(); }
    public IEnumerator<string> GetEnumerator() { yield return chat.GetResponseAsync("x").Result.Text; }
    public void Deconstruct(out string a, out string b) { a = chat.GetResponseAsync("x").Result.Text; b = ""; }
}

class AsksAtTheEnd(IChatClient chat) : IDisposable { public void Dispose() => chat.GetResponseAsync("x").Wait(); }
class Plain(IChatClient chat) { public Awaiter GetAwaiter() => new(chat); }
readonly struct Awaiter(IChatClient chat) : INotifyCompletion
{
    public bool IsCompleted => true;
    public void OnCompleted(Action continuation) => continuation();
    public string GetResult() => chat.GetResponseAsync("x").Result.Text;
}

class Bag(IChatClient chat) : IEnumerable { public void Add(string text) => chat.GetResponseAsync(text).Wait(); public IEnumerator GetEnumerator() => null!; }
static class Clients { public static IChatClient Chat = null!; public static string Ask() => Chat.GetResponseAsync("x").Result.Text; }
class WithField { readonly string _answer = Clients.Ask(); }
class WithProperty { public string Answer { get; } = Clients.Ask(); }
class WithPrimary(IChatClient chat) { readonly string _answer = chat.GetResponseAsync("x").Result.Text; }
class Base { public Base() { } public Base(IChatClient chat) => chat.GetResponseAsync("x").Wait(); }
class Derived(IChatClient chat) : Base(chat);
class BaseImplied { protected BaseImplied() => Clients.Ask(); }
class DerivedImplied : BaseImplied;
class Chained { public Chained(IChatClient chat, int n) : this(chat) { } Chained(IChatClient chat) => chat.GetResponseAsync("x").Wait(); }

class SilentEnd : IDisposable { public void Dispose() { } }
class StaticOnce { static readonly string s_answer = Clients.Ask(); }
class ChainedQuiet : BaseQuiet { public ChainedQuiet(string text) : base(text) { } public ChainedQuiet() => Clients.Ask(); }
class BaseQuiet { public BaseQuiet(string text) { } public BaseQuiet() => Clients.Ask(); }
readonly struct Number { public static Number operator +(Number a, Number b) => a; public static Number operator -(Number a) => a; public static implicit operator long(Number a) => 0; }
class Quiet { public string this[string key] => key; public void Deconstruct(out int a, out int b) => a = b = 0; }
class Loud { public override string ToString() => Clients.Ask(); }
