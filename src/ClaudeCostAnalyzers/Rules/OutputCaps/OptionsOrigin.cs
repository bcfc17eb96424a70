using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.OutputCaps;

/// <summary>Options that are seen to have no cap.</summary>
/// <param name="Creation">Where they are created; null when the call gets none.</param>
internal sealed record UncappedOptions(SyntaxNode? Creation);

/// <summary>
/// Follows the options of a call to where they are made and says whether they are seen to have no cap. Whatever is out of
/// sight - a parameter, a helper's result, an object that somebody else holds - is taken to have one.
/// </summary>
internal sealed class OptionsOrigin
{
    /// <summary>Longer chains of locals and conditions are out of sight; they do not occur in real code.</summary>
    private const int MaxDepth = 8;

    private readonly OutputCap cap;
    private readonly LlmApis apis;
    private readonly NameIndex names;
    private readonly SemanticModel model;
    private readonly CancellationToken cancellation;

    public OptionsOrigin(OutputCap cap, LlmApis apis, NameIndex names, SemanticModel model, CancellationToken cancellation)
    {
        this.cap = cap;
        this.apis = apis;
        this.names = names;
        this.model = model;
        this.cancellation = cancellation;
    }

    /// <summary>The uncapped options that <paramref name="value"/> is, or null when it has a cap or may have one.</summary>
    public UncappedOptions? Resolve(IOperation? value) => Resolve(value, MaxDepth);

    private UncappedOptions? Resolve(IOperation? value, int depth)
    {
        if (value is null || depth == 0)
            return null;
        if (value.ConstantValue is { HasValue: true, Value: null } || value is IDefaultValueOperation)
            return new UncappedOptions(Creation: null);
        switch (value)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                return Resolve(conversion.Operand, depth);
            case IObjectCreationOperation creation:
                return IsOptionsType(creation.Type) && !MayCap(creation.Initializer) ? new UncappedOptions(creation.Syntax) : null;
            case IWithOperation with:
                return MayCap(with.Initializer) ? null : Resolve(with.Operand, depth - 1);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return Both(conditional.WhenTrue, whenFalse, depth);
            case ICoalesceOperation coalesce:
                return Both(coalesce.Value, coalesce.WhenNull, depth);
            case ILocalReferenceOperation { Local: var local }:
                return local.RefKind == RefKind.None ? ResolveVariable(local, NameIndex.MemberAround, depth) : null;
            case IFieldReferenceOperation { Field: var field }:
                return ResolveMember(field, depth);
            case IPropertyReferenceOperation { Property: var property }:
                return ResolveMember(property, depth);
            default:
                return null;
        }
    }

    private UncappedOptions? Both(IOperation one, IOperation other, int depth) =>
        Resolve(one, depth - 1) is { } first && Resolve(other, depth - 1) is { } second ? first.Creation is null ? second : first : null;

    private bool IsOptionsType(ITypeSymbol? type) => cap.AppliesTo(type?.GetDocumentationCommentId());

    private bool MayCap(IObjectOrCollectionInitializerOperation? initializer)
    {
        if (initializer is null)
            return false;
        foreach (var operation in initializer.Initializers)
        {
            var (member, value) = operation switch
            {
                ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } assignment => (target.Member.Name, assignment.Value),
                IMemberInitializerOperation { InitializedMember: IMemberReferenceOperation target } nested => (target.Member.Name, (IOperation)nested.Initializer),
                _ => ("", operation),
            };
            if (cap.Opaque.Contains(member) || member == cap.Name && !IsNull(value) && !IsMadeWithoutNested(value))
                return true;
        }

        return false;
    }

    /// <summary>The cap stands in an object of the options, and that object is seen to be made without it.</summary>
    private bool IsMadeWithoutNested(IOperation value)
    {
        if (cap.Nested is null)
            return false;
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value is IObjectCreationOperation { Arguments.IsEmpty: true } made
            && (made.Initializer is null || made.Initializer.Initializers.All(set => set is ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } && target.Member.Name != cap.Nested));
    }

    private static bool IsNull(IOperation value)
    {
        while (value is IConversionOperation conversion && !value.ConstantValue.HasValue)
            value = conversion.Operand;
        return value.ConstantValue is { HasValue: true, Value: null } || value is IDefaultValueOperation { Type: { IsReferenceType: true } or { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } };
    }

    private UncappedOptions? ResolveMember(ISymbol member, int depth)
    {
        if (member is IPropertySymbol { IsVirtual: false, IsOverride: false, IsAbstract: false } property && FreshValue(property) is { } fresh)
            return Resolve(fresh, depth - 1);
        // Others may set the cap through a member that they can reach. One that is null all along is filled in by other means.
        return member.DeclaredAccessibility == Accessibility.Private && ResolveVariable(member, NameIndex.OutermostTypeAround, depth) is { Creation: not null } found
            ? found
            : null;
    }

    /// <summary>What a property without a field gives: a new object with each reading, so that nobody else holds it.</summary>
    private IOperation? FreshValue(IPropertySymbol property)
    {
        if (property.DeclaringSyntaxReferences.Length != 1 || property.DeclaringSyntaxReferences[0].SyntaxTree != model.SyntaxTree
            || property.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is not PropertyDeclarationSyntax declaration)
            return null;
        var getter = declaration.AccessorList?.Accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        var body = declaration.ExpressionBody?.Expression ?? getter?.ExpressionBody?.Expression
            ?? (getter?.Body?.Statements is { Count: 1 } statements && statements[0] is ReturnStatementSyntax returned ? returned.Expression : null);
        return body is BaseObjectCreationExpressionSyntax ? model.GetOperation(body, cancellation) : null;
    }

    /// <summary>Every value that a variable gets must be seen without a cap, and no use of it may add one or let it out of sight.</summary>
    private UncappedOptions? ResolveVariable(ISymbol variable, Func<SyntaxNode, SyntaxNode?> scopeOf, int depth)
    {
        if (variable.DeclaringSyntaxReferences.Length != 1 || variable.DeclaringSyntaxReferences[0].SyntaxTree != model.SyntaxTree)
            return null;
        var declaration = variable.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        if (scopeOf(declaration) is not { } scope || !IsWhole(variable))
            return null;
        UncappedOptions? found = null;
        switch (declaration)
        {
            case VariableDeclaratorSyntax { Initializer: { } initializer }:
                found = Resolve(model.GetOperation(initializer.Value, cancellation), depth - 1);
                if (found is null)
                    return null;
                break;
            case PropertyDeclarationSyntax { Initializer: { } initializer }:
                found = Resolve(model.GetOperation(initializer.Value, cancellation), depth - 1);
                if (found is null)
                    return null;
                break;
            case VariableDeclaratorSyntax or PropertyDeclarationSyntax:
                break;
            default:
                return null;
        }

        foreach (var use in names.UsesOf(variable, scope, model, cancellation))
        {
            var expression = NameIndex.WholeExpression(use);
            if (expression.Parent is AssignmentExpressionSyntax assignment && assignment.Left == expression)
            {
                var assigned = Resolve(model.GetOperation(assignment.Right, cancellation), depth - 1);
                if (assigned is null)
                    return null;
                if (found?.Creation is null)
                    found = assigned;
            }
            else if (!IsHarmless(expression))
            {
                return null;
            }
        }

        return found;
    }

    /// <summary>Whether all declarations of the variable's type are in the file at hand.</summary>
    private bool IsWhole(ISymbol variable)
    {
        for (var type = variable is ILocalSymbol ? null : variable.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree != model.SyntaxTree) || type.DeclaringSyntaxReferences.Length > 1)
                return false;
        }

        return true;
    }

    /// <summary>Whether a use of the options neither caps them nor hands them to somebody who may.</summary>
    private bool IsHarmless(ExpressionSyntax options)
    {
        switch (options.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Expression == options:
                return IsHarmless(access, access.Name.Identifier.ValueText);
            case ConditionalAccessExpressionSyntax conditional when conditional.Expression == options:
                return !conditional.WhenNotNull.DescendantNodesAndSelf().OfType<MemberBindingExpressionSyntax>()
                    .Any(binding => binding.Name.Identifier.ValueText is var name && (name == cap.Name || cap.Opaque.Contains(name)));
            case BinaryExpressionSyntax comparison:
                return comparison.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression;
            case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } }:
                return true;
            case ArgumentSyntax { RefKindKeyword.RawKind: 0, Parent.Parent: InvocationExpressionSyntax invocation }:
                return model.GetSymbolInfo(invocation, cancellation).Symbol is IMethodSymbol method && apis.Find(method) is not null;
            default:
                return false;
        }
    }

    private bool IsHarmless(MemberAccessExpressionSyntax access, string member)
    {
        if (cap.Opaque.Contains(member))
            return false;
        // What stands in an object may be set through the object.
        if (member == cap.Name && cap.Nested is not null)
            return false;
        if (member == cap.Name)
        {
            return access.Parent is not AssignmentExpressionSyntax assignment || assignment.Left != access
                || assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && model.GetOperation(assignment.Right, cancellation) is { } value && IsNull(value);
        }

        // An extension method gets the object itself; a method of the type is the SDK's own.
        return access.Parent is not InvocationExpressionSyntax || model.GetSymbolInfo(access, cancellation).Symbol is IMethodSymbol { ReducedFrom: null };
    }
}
