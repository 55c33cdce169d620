import { $, element } from '../shared/dom.js';

$('main').append(element('p', { class: 'hint' }, 'Nothing to show yet.'));
