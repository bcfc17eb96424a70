using System.Globalization;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Values;

/// <summary>
/// Numbers and times that the source says: constants, arithmetic on them, and variables that only ever hold one such value.
/// What comes from a parameter, from configuration or from another assembly is not known. Safe for concurrent use.
/// </summary>
internal sealed class KnownValues(MemberBodies bodies)
{
    /// <summary>Longer chains of variables and sums are not followed.</summary>
    private const int MaxDepth = 24;

    /// <summary>A sum of sums of sums may have more parts than the source has characters.</summary>
    private const int MaxSteps = 500;

    private const double MillisecondsPerSecond = 1000;

    /// <summary>The number; null: not known.</summary>
    public double? Number(IOperation? value, CancellationToken cancellation) => Number(value, MaxDepth, new Walk(cancellation));

    /// <summary>The time in milliseconds, infinity for one that never ends; null: not known.</summary>
    public double? Milliseconds(IOperation? value, CancellationToken cancellation) => Milliseconds(value, MaxDepth, new Walk(cancellation));

    /// <summary>The object that a variable of the source is given where it is declared and nowhere again; null: not known.</summary>
    public IOperation? OnlyValue(ISymbol variable, CancellationToken cancellation)
    {
        if (variable.DeclaringSyntaxReferences.Length != 1)
            return null;
        var declaration = variable.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        var initial = declaration switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } written } => written,
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } expression } when variable is IPropertySymbol { IsVirtual: false, IsOverride: false } => expression,
            PropertyDeclarationSyntax { Initializer.Value: { } written } when variable is IPropertySymbol { SetMethod: null, IsVirtual: false, IsOverride: false } => written,
            _ => null,
        };
        return initial is not null && bodies.Model(initial.SyntaxTree) is { } model && !IsWrittenAgain(variable, declaration, cancellation)
            ? model.GetOperation(initial, cancellation)
            : null;
    }

    /// <summary>The value of a private or read-only field that has no initializer and is assigned in one place; null: not known.</summary>
    public IOperation? AssignedOnce(ISymbol variable, CancellationToken cancellation)
    {
        if (variable is not (IFieldSymbol { IsReadOnly: true } or IFieldSymbol { DeclaredAccessibility: Accessibility.Private } or IPropertySymbol { SetMethod: null } or ILocalSymbol)
            || variable.DeclaringSyntaxReferences.Length != 1 || variable.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer: not null } or PropertyDeclarationSyntax { Initializer: not null })
        {
            return null;
        }

        var declaration = variable.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        var assigned = Scopes(variable, declaration, cancellation).SelectMany(scope => WrittenNames.In(scope).Of(variable.Name))
            .Select(name => WrittenNames.Target(name).Parent).OfType<AssignmentExpressionSyntax>().Take(2).ToList();
        return assigned.Count == 1 ? bodies.Model(assigned[0].SyntaxTree)?.GetOperation(assigned[0].Right, cancellation) : null;
    }

    /// <summary>The branches of a value, each with what decides nothing stripped: both sides of <c>?:</c>, every arm of a <c>switch</c>.</summary>
    public static IEnumerable<IOperation> Branches(IOperation value)
    {
        var pending = new Stack<IOperation>();
        pending.Push(value);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            switch (current)
            {
                case IConversionOperation { ConstantValue.HasValue: false } conversion:
                    pending.Push(conversion.Operand);
                    break;
                case IParenthesizedOperation inner:
                    pending.Push(inner.Operand);
                    break;
                case IConditionalOperation { WhenFalse: { } whenFalse, ConstantValue.HasValue: false } conditional:
                    pending.Push(whenFalse);
                    pending.Push(conditional.WhenTrue);
                    break;
                case ISwitchExpressionOperation choice:
                    foreach (var arm in choice.Arms.Reverse())
                        pending.Push(arm.Value);
                    break;
                default:
                    yield return current;
                    break;
            }
        }
    }

    private double? Number(IOperation? value, int depth, Walk walk)
    {
        if (value is null || depth == 0 || !walk.Goes())
            return null;
        if (value.ConstantValue is { HasValue: true, Value: var constant })
            return constant is sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal ? Convert.ToDouble(constant, CultureInfo.InvariantCulture) : null;
        switch (value)
        {
            case IConversionOperation conversion:
                return Number(conversion.Operand, depth - 1, walk);
            case IParenthesizedOperation inner:
                return Number(inner.Operand, depth - 1, walk);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } minus:
                return -Number(minus.Operand, depth - 1, walk);
            case IBinaryOperation binary:
                return Number(binary.LeftOperand, depth - 1, walk) is { } left && Number(binary.RightOperand, depth - 1, walk) is { } right
                    ? binary.OperatorKind switch
                    {
                        BinaryOperatorKind.Add => left + right,
                        BinaryOperatorKind.Subtract => left - right,
                        BinaryOperatorKind.Multiply => left * right,
                        BinaryOperatorKind.Divide when right != 0 => IsWhole(binary.Type) ? Math.Truncate(left / right) : left / right,
                        BinaryOperatorKind.LeftShift => left * Math.Pow(2, right),
                        _ => null,
                    }
                    : null;
            case IInvocationOperation { TargetMethod: { Name: "Min" or "Max", ContainingType: { Name: "Math", ContainingNamespace.Name: "System" } }, Arguments.Length: 2 } choice:
                return Number(choice.Arguments[0].Value, depth - 1, walk) is { } one && Number(choice.Arguments[1].Value, depth - 1, walk) is { } other
                    ? choice.TargetMethod.Name == "Min" ? Math.Min(one, other) : Math.Max(one, other)
                    : null;
            default:
                return Variable(value) is { } variable ? Number(OnlyValue(variable, walk.Cancellation), depth - 1, walk) : null;
        }
    }

    private double? Milliseconds(IOperation? value, int depth, Walk walk)
    {
        if (value is null || depth == 0 || !walk.Goes())
            return null;
        switch (value)
        {
            case IConversionOperation conversion:
                return Milliseconds(conversion.Operand, depth - 1, walk);
            case IParenthesizedOperation inner:
                return Milliseconds(inner.Operand, depth - 1, walk);
            case IFieldReferenceOperation { Field: { ContainingType.Name: "Timeout", Name: "InfiniteTimeSpan" } field } when IsSystem(field.ContainingType, "Threading"):
                return double.PositiveInfinity;
            case IFieldReferenceOperation { Field: { ContainingType.Name: "TimeSpan" } field } when IsSystem(field.ContainingType, null):
                return field.Name switch { "MaxValue" => double.PositiveInfinity, "Zero" => 0, _ => null };
            case IInvocationOperation { TargetMethod: { ContainingType.Name: "TimeSpan" } factory } call when IsSystem(factory.ContainingType, null):
                return Unit(factory.Name) is { } unit && call.Arguments.Length > 0
                    ? Sum(call.Arguments.Select(argument => (argument.Value, argument.Parameter?.Ordinal == 0 ? unit : Unit("From" + Capital(argument.Parameter?.Name)) ?? 0)), depth, walk)
                    : null;
            case IObjectCreationOperation { Type: INamedTypeSymbol { Name: "TimeSpan" } type } creation when IsSystem(type, null):
                return creation.Arguments.Length == 0 ? 0
                    : Sum(creation.Arguments.Select(argument => (argument.Value, Unit("From" + Capital(argument.Parameter?.Name)) ?? double.NaN)), depth, walk) is { } total && !double.IsNaN(total) ? total : null;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } minus:
                return Milliseconds(minus.Operand, depth - 1, walk) is { } positive ? Never(-positive) : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum:
                return Milliseconds(sum.LeftOperand, depth - 1, walk) is { } left && Milliseconds(sum.RightOperand, depth - 1, walk) is { } right
                    ? sum.OperatorKind == BinaryOperatorKind.Add ? left + right : left - right
                    : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product:
                return Milliseconds(product.LeftOperand, depth - 1, walk) is { } time
                    ? time * Number(product.RightOperand, depth - 1, walk)
                    : Milliseconds(product.RightOperand, depth - 1, walk) * Number(product.LeftOperand, depth - 1, walk);
            default:
                return Variable(value) is { } variable ? Milliseconds(OnlyValue(variable, walk.Cancellation), depth - 1, walk) : null;
        }
    }

    private double? Sum(IEnumerable<(IOperation Value, double Unit)> parts, int depth, Walk walk)
    {
        double sum = 0;
        foreach (var (value, unit) in parts)
        {
            if (Number(value, depth - 1, walk) is not { } number)
                return null;
            sum += number * unit;
        }

        return Never(sum);
    }

    /// <summary>.NET writes "never" as a time of -1 ms.</summary>
    private static double Never(double milliseconds) => milliseconds == -1 ? double.PositiveInfinity : milliseconds;

    private static double? Unit(string factory) => factory switch
    {
        "FromDays" => 24 * 3600 * MillisecondsPerSecond,
        "FromHours" => 3600 * MillisecondsPerSecond,
        "FromMinutes" => 60 * MillisecondsPerSecond,
        "FromSeconds" => MillisecondsPerSecond,
        "FromMilliseconds" => 1,
        "FromMicroseconds" => 0.001,
        "FromTicks" => 0.0001,
        _ => null,
    };

    private static string Capital(string? name) => string.IsNullOrEmpty(name) ? "" : char.ToUpperInvariant(name![0]) + name.Substring(1);

    private static bool IsWhole(ITypeSymbol? type) => type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    private static bool IsSystem(INamedTypeSymbol type, string? inner) => inner is null
        ? type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
        : type.ContainingNamespace.Name == inner && type.ContainingNamespace.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };

    private static ISymbol? Variable(IOperation value) => value switch
    {
        ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } => local,
        IFieldReferenceOperation { Field: { IsReadOnly: true } or { DeclaredAccessibility: Accessibility.Private } } field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };

    /// <summary>By name: a write of another variable of the same name only makes the value unknown.</summary>
    private static bool IsWrittenAgain(ISymbol variable, SyntaxNode declaration, CancellationToken cancellation) =>
        Scopes(variable, declaration, cancellation).Any(scope => WrittenNames.In(scope).Of(variable.Name).Any());

    private static IEnumerable<SyntaxNode> Scopes(ISymbol variable, SyntaxNode declaration, CancellationToken cancellation) => variable is ILocalSymbol
            ? [declaration.AncestorsAndSelf().FirstOrDefault(node => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax or FieldDeclarationSyntax) ?? declaration.SyntaxTree.GetRoot(cancellation)]
            : Outermost(variable.ContainingType).DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation));

    private static INamedTypeSymbol Outermost(INamedTypeSymbol type)
    {
        while (type.ContainingType is { } outer)
            type = outer;
        return type;
    }

    /// <summary>One evaluation: how far it has come.</summary>
    private sealed class Walk(CancellationToken cancellation)
    {
        private int steps;

        public CancellationToken Cancellation => cancellation;

        /// <summary>Takes a step; false: enough.</summary>
        public bool Goes()
        {
            cancellation.ThrowIfCancellationRequested();
            return ++steps <= MaxSteps;
        }
    }
}
