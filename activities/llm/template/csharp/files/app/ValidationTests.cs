using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;

namespace App.Tests
{
    [TestFixture]
    public class ValidationTests
    {
        private static List<string> Refused(Entity entity, Dictionary<string, object> data, bool isPartial)
        {
            var problems = new List<Problem>();
            Validation.Validate(entity, data, isPartial, problems);
            return problems.Select(problem => problem.Field).ToList();
        }

        [Test]
        public void AcceptsEverySample()
        {
            foreach (var kind in Samples.All())
            {
                foreach (var sample in kind.Objects) Assert.That(Refused(kind.Entity, sample, false), Is.Empty);
            }
        }

        [Test]
        public void RefusesValuesOfAnotherType()
        {
            foreach (var kind in Samples.All())
            {
                foreach (var field in kind.Entity.Fields)
                {
                    var sample = new Dictionary<string, object>(kind.Objects[0]) { [field.Name] = Samples.Wrong[field.Type] };
                    Assert.That(Refused(kind.Entity, sample, false), Is.EqualTo(new[] { field.Name }));
                }
            }
        }

        [Test]
        public void NamesEveryMissingRequiredField()
        {
            foreach (var entity in Models.Entities)
            {
                var required = entity.Fields.Where(field => field.Required && field.Default == null).Select(field => field.Name).ToList();
                Assert.That(Refused(entity, new Dictionary<string, object>(), false), Is.EqualTo(required));
            }
        }

        [Test]
        public void LooksOnlyAtGivenFieldsOfPartialChanges()
        {
            foreach (var entity in Models.Entities)
            {
                Assert.That(Refused(entity, new Dictionary<string, object>(), true), Is.Empty);
                Assert.That(Refused(entity, new Dictionary<string, object> { ["no_such_field"] = "x" }, true), Is.EqualTo(new[] { "no_such_field" }));
            }
        }

        [Test]
        public void HoldsTheLimits()
        {
            foreach (var entity in Models.Entities)
            {
                foreach (var field in entity.Fields.Where(field => field.Maximum != null))
                {
                    object tooMuch = field.Maximum.Value + 1;
                    if (field.Type == "string") tooMuch = new string('x', (int)field.Maximum.Value + 1);
                    if (field.Type == "list") tooMuch = Enumerable.Repeat((object)"x", (int)field.Maximum.Value + 1).ToList();
                    Assert.That(Refused(entity, new Dictionary<string, object> { [field.Name] = tooMuch }, true), Is.EqualTo(new[] { field.Name }));
                }
            }
        }
    }
}
